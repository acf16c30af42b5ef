import Diagnostics
import ManifestCases
import RouteManifest
import StrictYAML
import Testing

@Suite("what is told of keys")
struct KeyExampleTests {
    @Test("an example, and a default that is a value, can stand where the key is", arguments: keys)
    func examples(_ key: Key) throws {
        var manifest = ShippedManifest.scene
        for value in key.values {
            let overlay = FileText(fileName: "example.yaml", text: Array(key.overlay(value).utf8))
            manifest.texts = [FileText(fileName: "routes.yaml", text: ShippedManifest.text), overlay]
            let wrong = manifest.load().diagnostics.filter { Self.codes.contains($0.code) }
            #expect(wrong == [], "\(key.path): \(value)\n\(wrong.map { $0.rendered() }.joined())")
        }
    }

    /// Of a value that is not right where it stands, whatever stands beside it.
    private static let codes = [
        DiagnosticCode.yamlSyntax, .unknownKey, .wrongType, .invalidValue, .outOfRange, .path, .method, .auth,
        .unknownHandler, .issuer, .redirectURI, .redisURL, .developmentHosts, .version,
    ].map(\.rawValue)

    struct Key: CustomTestStringConvertible, Sendable {
        let path: String
        let values: [String]
        var testDescription: String { path }

        /// With entries and names of the shipped file in the place of `[]` and `NAME`.
        func overlay(_ value: String) -> String {
            let steps = path.split(separator: ".")
            let text = steps.reversed().reduce(value) { inner, step in
                guard step.hasSuffix("[]") else {
                    return
                        "{ \(Self.names[steps.first.map(String.init) ?? ""].flatMap { step == "NAME" ? $0 : nil } ?? String(step)): \(inner) }"
                }
                let list = String(step.dropLast(2))
                let identity = Self.identities[list].map { "\($0), " } ?? ""
                return "{ \(list): [{ \(identity)\(inner.dropFirst(2))] }"
            }
            return String(text)
        }

        private static let names = [
            "scopes": "\"mcp:admin\"", "routes": "token", "upstreams": "corp",
        ]
        private static let identities = [
            "clients": "client_id: demo-client", "resources": "resource: \"http://localhost:3232/mcp\"",
            "resource_servers": "id: demo-mcp-server", "users": "id: ada",
        ]
    }

    static let keys = ManifestLanguage.keys.filter { key in
        // What tells an entry apart is there already; what a handler has is in the golden cases.
        key.handler == nil
            && ![
                "clients[].client_id", "resources[].resource", "resource_servers[].id", "upstream.users[].id",
            ]
            .contains(key.path)
    }.map { key in
        var values = [key.entry.example]
        if case .value(let text) = key.entry.standing { values.append(text) }
        return Key(path: key.path, values: values)
    }
}
