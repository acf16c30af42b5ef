import Diagnostics
import Foundation
import RouteManifest
import StrictYAML
import Support
import Testing

/// The input half of a case: what is done to the manifest of `base.yaml`, as a patch has it. Lines with `-` stand there one after the
/// other, exactly once; those with `+` behind them take their place, and `@@` goes on elsewhere.
struct DiffCase {
    let old: Manifest
    let new: Manifest

    init(_ patch: String) throws {
        let base = try Self.base
        var text = base
        var (gone, come): ([String], [String]) = ([], [])
        func apply() throws {
            guard !gone.isEmpty || !come.isEmpty else { return }
            let parts = text.components(separatedBy: gone.map { $0 + "\n" }.joined())
            guard parts.count == 2 else {
                throw TestFailure("\(parts.count - 1) times in base.yaml: \(gone)")
            }
            text = parts.joined(separator: come.map { $0 + "\n" }.joined())
            (gone, come) = ([], [])
        }
        for line in patch.split(separator: "\n") {
            switch line.prefix(2) {
            case "- ":
                if !come.isEmpty { try apply() }
                gone.append(String(line.dropFirst(2)))
            case "@@": try apply()
            case "+ ": come.append(String(line.dropFirst(2)))
            default: throw TestFailure("neither -, + nor @@: \(line)")
            }
        }
        try apply()
        old = try Self.manifest(base)
        new = try Self.manifest(text)
    }

    private static var base: String {
        get throws {
            let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
                "base.yaml")
            return try String(contentsOf: file, encoding: .utf8)
        }
    }

    private static func manifest(_ text: String) throws -> Manifest {
        let surroundings = ManifestSurroundings(
            templates: Installation.templates + ["other.html"],
            readSecretFile: { name in
                name == "authority.pem"
                    ? .contents(
                        Array("-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n".utf8),
                        worldReadable: true)
                    : .unreadable("no such file")
            }, readFile: { _ in .contents(Array("<svg/>".utf8)) })
        let result = ManifestLoader(surroundings: surroundings, overrides: ManifestOverrides()).load(
            Array(text.utf8))
        let errors = result.diagnostics.filter { $0.severity == .error }
        return try #require(result.manifest, "\(errors.map { "\($0.place) \($0.message)" })")
    }
}
