import JSON
import Testing

@Suite("iss in authorization responses can be switched off (RFC 9207)")
struct IssuerParameterTests {
    private static let off = ManifestEdit.replace(
        "    # with: { iss_parameter: false }\n", with: "    with: { iss_parameter: false }\n")

    @Test("off: no answer to a client has it, be it a code or an error, and the metadata says nothing of it")
    func off() async throws {
        try await TestServer.run([Self.off]) { server in
            let metadata = try await server.get("/.well-known/oauth-authorization-server").json
            #expect(metadata["authorization_response_iss_parameter_supported"] == nil)
            #expect(metadata["issuer"] == .string(server.issuer))
            let client = try await TestClient.register(server)
            #expect(try await client.approve().redirect.map(\.name) == ["code", "state"])
            let names = ["error", "error_description", "state"]
            #expect(try await client.authorize(["scope": "none"]).redirect.map(\.name) == names)
            let browser = Browser(server)
            let denied = try await browser.decide("deny", on: try await browser.open(client.authorizePath()))
            #expect(denied.redirect.map(\.name) == names)
            #expect(denied.redirect("error") == "access_denied")
            let tokens = try await client.tokens()
            #expect(try await server.introspect(tokens.access).json["iss"] == .string(server.issuer))
        }
    }

    @Test("on, as shipped: every answer has it, and the metadata says so")
    func on() async throws {
        try await TestServer.run { server in
            let metadata = try await server.get("/.well-known/oauth-authorization-server").json
            #expect(metadata["authorization_response_iss_parameter_supported"] == true)
            let client = try await TestClient.register(server)
            #expect(try await client.approve().redirect.map(\.name) == ["code", "state", "iss"])
        }
    }
}
