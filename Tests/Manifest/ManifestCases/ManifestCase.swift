package import Diagnostics
package import RouteManifest
package import StrictYAML
package import Support

/// The input half of a case: a manifest, with lines in it that set the scene and are comments to the manifest itself.
///
///     #! environment NAME=value
///     #! environment-escaped NAME=value\r\n\s
///     #! profile production
///     #! enable register
///     #! disable token
///     #! templates consent.html login.html
///     #! secret keys/demo=contents
///     #! secret-escaped keys/demo=\u{feff}contents
///     #! secret-unreadable keys/demo=Is a directory
///     #! secret-world-readable keys/demo=contents
///     #! file public/logo.svg=contents
///     #! file-outside link
///     #! file-too-large film
///
/// What comes after such a line is an overlay, up to the next one:
///
///     #! overlay prod.yaml
package struct ManifestCase: Sendable {
    package var surroundings = ManifestSurroundings(environment: [:], templates: Self.templates)
    package var overrides = ManifestOverrides()
    /// The manifest, and the overlays.
    package var texts: [FileText]

    package static let templates = Installation.templates

    /// The golden cases, by their names.
    package static let golden = Dictionary(
        uniqueKeysWithValues: GoldenFile.cases(in: "../RouteManifestTests/Cases", ending: "golden").map {
            ($0.name, $0)
        })

    /// What an editor would not keep, or a reader not see.
    private static let escapes = [
        ("\\n", "\n"), ("\\r", "\r"), ("\\s", " "), ("\\t", "\t"), ("\\u{feff}", "\u{feff}"),
    ]

    private static func unescaped(_ text: String) -> String {
        escapes.reduce(text) { $0.replacing($1.0, with: $1.1) }
    }

    package init(_ input: String) {
        texts = Self.texts(of: input)
        var secrets: [String: SecretFile] = [:]
        var files: [String: StaticFile] = [:]
        for line in input.split(separator: "\n") where line.hasPrefix("#! ") {
            let words = line.dropFirst(3).split(separator: " ", maxSplits: 1).map(String.init)
            let argument = words.count > 1 ? words[1] : ""
            let pair = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
                String.init)
            switch words.first {
            case "environment": surroundings.environment[pair[0]] = pair.count > 1 ? pair[1] : ""
            case "environment-escaped": surroundings.environment[pair[0]] = Self.unescaped(pair[1])
            case "secret-escaped":
                secrets[pair[0]] = .contents(Array(Self.unescaped(pair[1]).utf8), worldReadable: false)
            case "profile": overrides.profile = argument
            case "enable": overrides.enable += argument.split(separator: ",").map(String.init)
            case "disable": overrides.disable += argument.split(separator: ",").map(String.init)
            case "templates": surroundings.templates = argument.split(separator: " ").map(String.init)
            case "secret": secrets[pair[0]] = .contents(Array(pair[1].utf8), worldReadable: false)
            case "secret-unreadable": secrets[pair[0]] = .unreadable(pair[1])
            case "secret-world-readable":
                secrets[pair[0]] = .contents(Array(pair[1].utf8), worldReadable: true)
            case "file": files[pair[0]] = .contents(Array(pair[1].utf8))
            case "file-outside": files[argument] = .outside
            case "file-too-large": files[argument] = .tooLarge
            default: break
            }
        }
        surroundings.readFile = { [files] in files[$0] ?? .unreadable("no such file") }
        surroundings.readSecretFile = { [secrets] in secrets[$0] ?? .unreadable("no such file") }
    }

    private static func texts(of input: String) -> [FileText] {
        var texts: [(file: String, lines: [Substring])] = [("routes.yaml", [])]
        for line in input.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("#! overlay ") {
                // What was above it ended with the end of a line.
                texts[texts.count - 1].lines.append("")
                texts.append((String(line.dropFirst("#! overlay ".count)), []))
            } else {
                texts[texts.count - 1].lines.append(line)
            }
        }
        return texts.map {
            FileText(fileName: $0.file, text: Array($0.lines.joined(separator: "\n").utf8))
        }
    }

    package func load(isTelling: Bool = false) -> ManifestResult {
        ManifestLoader(surroundings: surroundings, overrides: overrides).load(
            texts[0], under: Array(texts.dropFirst()), isTelling: isTelling)
    }

    /// With each of these changes made in its file.
    package func applying(_ edits: [SourceEdit]) -> ManifestCase {
        var changed = self
        changed.texts = texts.map {
            FileText(fileName: $0.fileName, text: edits.of($0.fileName).applied(to: $0.text))
        }
        return changed
    }
}

extension ManifestResult {
    /// What holds, of a manifest that was read to be told of.
    package var effective: String { effectiveText(withOrigins: false) }

    /// The rules that are broken.
    package var codes: [DiagnosticCode] { diagnostics.compactMap { DiagnosticCode(rawValue: $0.code) } }

    /// What a person sees, and at the end whether there is a manifest.
    package var rendered: String {
        diagnostics.map { $0.rendered() }.joined() + (manifest == nil ? "refused\n" : "accepted\n")
    }
}
