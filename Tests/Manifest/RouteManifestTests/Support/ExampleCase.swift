import Foundation
import ManifestCases
import RouteManifest
import StrictYAML

/// An example of an explanation in a manifest that is otherwise sound: its sections in the place of those, its routes beside them or
/// in the place of those that have their names. A comment `# NAME=value` is a variable; a command line says what it switches off. An overlay begins with its name.
struct ExampleCase {
    private let text: String
    private var surroundings = ManifestSurroundings(templates: ManifestCase.templates)
    private var overrides = ManifestOverrides()
    private var overlays: [FileText] = []

    private static let sound: [(String, String)] = [
        ("version", "version: 1"),
        ("scopes", "scopes: { mcp: { description: Use it, default: true } }"),
        ("resources", "resources: [{ resource: \"http://localhost:3232/mcp\" }]"),
        ("resource_servers", "resource_servers: [{ id: demo, secret: 0123456789012345678901234567 }]"),
        ("upstream", "upstream: { kind: fake }"),
    ]
    private static let routes: [(String, String)] = [
        (
            "metadata",
            "  metadata: { path: /.well-known/oauth-authorization-server, handler: oauth.metadata }"
        ),
        ("authorize", "  authorize: { path: /authorize, handler: oauth.authorize, template: consent.html }"),
        ("token", "  token: { path: /token, handler: oauth.token }"),
        ("register", "  register: { path: /register, handler: oauth.register }"),
        ("introspect", "  introspect: { path: /introspect, handler: oauth.introspect }"),
        ("login", "  login: { path: /fake/login, handler: upstream.fake.authorize, template: login.html }"),
        ("fake_callback", "  fake_callback: { path: /fake/callback, handler: upstream.fake.callback }"),
    ]

    init(_ example: String) {
        var example = example
        if example.hasPrefix("mcp-auth ") {
            overrides.disable = [example.components(separatedBy: "--disable ")[1]]
            example = ""
        }
        if example.hasPrefix("# prod.yaml") {
            overlays = [FileText(fileName: "prod.yaml", text: Array(example.utf8))]
            example = ""
        }
        let (sections, comments) = Self.blocks(example, indentation: "")
        for comment in comments {
            let pair = comment.dropFirst(2).split(separator: "=", maxSplits: 1).map(String.init)
            surroundings.environment[pair[0]] = pair[1]
        }
        let own = sections.first { $0.0 == "routes" }
            .map {
                Self.blocks(
                    $0.1.components(separatedBy: "\n").dropFirst().joined(separator: "\n"), indentation: "  "
                ).0
            }
        let routes = Self.merged(Self.routes, own ?? []).map(\.1).joined(separator: "\n")
        let rest = Self.merged(Self.sound, sections.filter { $0.0 != "routes" })
        text = (rest.map(\.1) + ["routes:", routes]).joined(separator: "\n") + "\n"
        surroundings.readSecretFile = { name in
            ["keys/server", "keys/demo"].contains(name)
                ? .contents(Array(repeating: 0x61, count: 40), worldReadable: false)
                : .unreadable("No such file or directory")
        }
        surroundings.readFile = { $0 == "public/logo.svg" ? .contents([]) : .unreadable("no such file") }
    }

    func load() -> ManifestResult {
        ManifestLoader(surroundings: surroundings, overrides: overrides)
            .load(FileText(fileName: "routes.yaml", text: Array(text.utf8)), under: overlays)
    }

    private static func merged(_ old: [(String, String)], _ new: [(String, String)]) -> [(String, String)] {
        old.filter { entry in !new.contains { $0.0 == entry.0 } } + new
    }

    /// Keys at an indentation with all that belongs to them, and the comments at the margin.
    private static func blocks(_ text: String, indentation: String) -> ([(String, String)], [String]) {
        var blocks: [(String, String)] = []
        var comments: [String] = []
        for line in text.components(separatedBy: "\n") where !line.isEmpty {
            if line.hasPrefix("# ") {
                comments.append(line)
            } else if line.hasPrefix(indentation), line.dropFirst(indentation.count).first != " " {
                let name = line.dropFirst(indentation.count).prefix { $0 != ":" }
                blocks.append((String(name), line))
            } else if !blocks.isEmpty {
                blocks[blocks.count - 1].1 += "\n" + line
            }
        }
        return (blocks, comments)
    }
}
