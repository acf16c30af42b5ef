import RouteManifest
import Support

extension TestServer {
    /// As ``run(_:environment:overrides:test:)`` with the issuer `https://auth.example.com`, and the address to reach it by.
    static func runPublic(
        _ edits: [ManifestEdit] = [], test: (TestServer, String) async throws -> Void
    ) async throws {
        let port = String(try freePort())
        // The demo login works with a local issuer only.
        let overrides = ManifestOverrides(disable: [
            "authorize", "token", "register", "revoke", "fake_login", "fake_callback", "logout",
        ])
        // On Redis, a public issuer has to say what its processes share.
        let secret = ManifestEdit.replace(
            "  # secret_file: /etc/mcp-auth/secret\n",
            with: "  secret: \(String(repeating: "s", count: 44))\n")
        try await run(
            [secret] + edits,
            environment: ["AUTH_SERVER_URL": "https://auth.example.com", "AUTH_SERVER_PORT": port],
            overrides: overrides
        ) { server in
            try await test(server, "http://127.0.0.1:" + port)
        }
    }
}
