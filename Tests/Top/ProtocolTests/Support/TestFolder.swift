import Foundation
import Support

/// A change to the text of the shipped manifest. What it replaces must be there, so that a test can't miss its aim.
struct ManifestEdit: Sendable {
    let old: String
    let new: String

    static func replace(_ old: String, with new: String) -> ManifestEdit {
        ManifestEdit(old: old, new: new)
    }

    /// The grants that are on.
    static func grantTypes(_ words: String) -> ManifestEdit {
        .replace(
            "\ngrant_types: [authorization_code, refresh_token, client_credentials]\n",
            with: "\ngrant_types: [\(words)]\n")
    }

    /// The methods of client authentication that are on.
    static func authenticationMethods(_ words: String) -> ManifestEdit {
        .replace(
            "\ntoken_endpoint_auth_methods: [none, client_secret_basic, client_secret_post, private_key_jwt]\n",
            with: "\ntoken_endpoint_auth_methods: [\(words)]\n")
    }

    func edit(_ text: String) throws -> String {
        guard text.contains(old) else { throw TestFailure("routes.yaml has no \(old)") }
        return text.replacingOccurrences(of: old, with: new)
    }

    /// A store with a folder, and so a control socket in it.
    static let controlled =
        TestStore.isRedis
        ? ManifestEdit.replace("\nversion: 1\n", with: "\nversion: 1\n")
        : .replace("  memory: true\n", with: "  data: data\n")

    /// Adds lines to a route, indented as its own keys are.
    static func route(_ name: String, _ line: String) -> ManifestEdit {
        ManifestEdit(old: "\n  \(name):\n    path:", new: "\n  \(name):\n    \(line)\n    path:")
    }
}

/// A folder with a manifest and the shipped templates.
struct TestFolder: Sendable {
    private let folder: TemporaryFolder
    var path: String { folder.path }
    var manifest: String { path + "/routes.yaml" }

    /// - Parameter store: What stands in section `store`; `nil`: the store is on disk in this folder.
    init(_ edits: [ManifestEdit] = [], store: String? = nil) throws {
        let root = Installation.package
        let text = try String(contentsOf: root.appendingPathComponent("routes.yaml"), encoding: .utf8)
        let choice: [ManifestEdit] =
            store.map {
                [
                    .replace("  data: ${MCP_AUTH_DATA:-.mcp-auth}\n", with: $0),
                    .replace("  redis_url: ${REDIS_URL:-}\n", with: ""),
                ]
            } ?? []
        // No rule is about how busy the machine is on which it is tested.
        let patience = ManifestEdit.replace("\n  timeout: 30s\n", with: "\n  timeout: 2m\n")
        let edited = try (choice + [patience] + edits).reduce(text) { try $1.edit($0) }
        folder = try TemporaryFolder()
        try FileManager.default.copyItem(
            at: root.appendingPathComponent("templates"), to: folder.url.appendingPathComponent("templates"))
        // What a comment of the manifest names.
        try folder.write("<svg/>", to: "logo.svg")
        try folder.write(edited, to: "routes.yaml")
    }

    /// - Parameter name: As the manifest names it.
    func write(_ text: String, to name: String) throws {
        try folder.write(text, to: name)
    }

    func remove() {
        folder.remove()
    }
}
