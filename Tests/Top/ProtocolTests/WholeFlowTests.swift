import JSON
import OAuthModel
import Support
import Testing

@Suite("the main job, over HTTP")
struct WholeFlowTests {
    @Test(
        "a client registers, a person consents and logs in, and the token that follows is active for its resource"
    )
    func wholeFlow() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let answer = try await client.approve()
            #expect(answer.status == 302)
            #expect(answer.location?.hasPrefix(client.redirectURI + "?") == true)
            #expect(answer.redirect.map(\.name) == ["code", "state", "iss"])
            #expect(answer.redirect("state") == "xyz & ü=1")
            #expect(answer.redirect("iss") == server.issuer)

            let tokens = try Tokens(try await client.redeem(answer.redirect("code") ?? ""))
            #expect(tokens.response.json["token_type"] == "Bearer")
            #expect(tokens.response.json["expires_in"] == 3600)
            #expect(tokens.response.json["scope"] == "mcp")
            #expect(tokens.refresh != nil)

            let introspection = try await server.introspect(tokens.access).json
            #expect(introspection["active"] == true)
            #expect(introspection["sub"] == "ada")
            #expect(introspection["aud"] == .string(TestClient.resource))
            #expect(introspection["exp"] == .integer(server.clock.now.seconds + 3600))
        }
    }
}
