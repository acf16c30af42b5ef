import JSON
import Testing
import WireText

@Suite("a scope that opens nothing is none (RFC 6749 §3.3)")
struct UsableScopeTests {
    @Test(
        "offline_access alone, in any writing, is given the default scopes as well, and consent is asked for them",
        arguments: ["offline_access", " offline_access", "offline_access  offline_access "])
    func requested(_ scope: String) async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let consent = try await Browser(server).open(client.authorizePath(["scope": scope]))
            #expect(consent.text.contains("<code>mcp</code>"))
            #expect(consent.text.contains("<code>offline_access</code>"))
            let tokens = try await client.tokens(["scope": scope])
            #expect(tokens.response.json["scope"] == "mcp offline_access")
            #expect(try await server.introspect(tokens.access).json["scope"] == "mcp offline_access")
        }
    }

    @Test("what a client registered is its default then, as where it names no scope at all")
    func registeredDefault() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server, metadata: ["scope": "mcp:admin"])
            for scope in [nil, "", "offline_access"] {
                let granted = try await client.tokens(["scope": scope]).response.json["scope"]
                #expect(granted == (scope == "offline_access" ? "mcp:admin offline_access" : "mcp:admin"))
            }
        }
    }

    @Test(
        "of a registered scope the part that this server knows counts, and where that opens nothing, the default",
        arguments: [
            ("openid profile offline_access", "mcp offline_access", "mcp offline_access"),
            ("offline_access", "mcp offline_access", "mcp offline_access"),
            ("openid email profile", "", "mcp"), ("", "", "mcp"), ("   ", "", "mcp"),
            ("mcp:admin offline_access", "mcp:admin offline_access", "mcp:admin offline_access"),
        ])
    func registered(scope: String, echoed: String, granted: String) async throws {
        try await TestServer.run { server in
            let answer = try await server.post(
                "/oauth/register",
                json:
                    #"{"redirect_uris":["http://127.0.0.1:7777/callback"],"token_endpoint_auth_method":"none","scope":"\#(scope)"}"#
            )
            #expect(answer.json["scope"] == .string(echoed))
            let client = TestClient(
                server: server, id: answer.json["client_id"]?.string?.shown ?? "", secret: nil, method: "none"
            )
            #expect(try await client.tokens(["scope": nil]).response.json["scope"] == .string(granted))
        }
    }

    @Test(
        "where the resource knows only offline_access of a request, it is given what the resource knows of the default"
    )
    func atResource() async throws {
        let admin = ManifestEdit.replace("    scopes: [mcp, mcp:admin]\n", with: "    scopes: [mcp]\n")
        try await TestServer.run([admin]) { server in
            let client = try await TestClient.register(server)
            let granted = try await client.tokens(["scope": "mcp:admin offline_access"]).response.json[
                "scope"]
            #expect(granted == "mcp offline_access")
            expectError("invalid_scope", try await client.authorize(["scope": "mcp:admin"]), of: client)
        }
        let other = ManifestEdit.replace("    scopes: [mcp, mcp:admin]\n", with: "    scopes: [mcp:admin]\n")
        try await TestServer.run([other]) { server in
            let client = try await TestClient.register(server)
            for scope in ["offline_access", "mcp offline_access"] {
                expectError("invalid_scope", try await client.authorize(["scope": scope]), of: client)
            }
        }
    }

    @Test(
        "a pre-registered client that asks for nothing that opens anything is given its ceiling, and no more")
    func ceiling() async throws {
        let edit = ManifestEdit.replace(
            "    application_type: native\n",
            with: "    application_type: native\n    scopes: [mcp:admin, offline_access]\n")
        try await TestServer.run([edit]) { server in
            let client = TestClient.demo(server, redirectURI: TestClient.redirectURI)
            for scope in [nil, "", "offline_access"] {
                let granted = try await client.tokens(["scope": scope]).response.json["scope"]
                #expect(granted == "mcp:admin offline_access")
            }
            expectError("invalid_scope", try await client.authorize(["scope": "mcp"]), of: client)
        }
    }

    @Test("offline_access makes no refresh wider: it is taken, and granted only where it was (SEP-2207)")
    func refresh() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            var tokens = try await client.tokens(["scope": "mcp mcp:admin"])
            for (scope, answered) in [
                ("mcp mcp:admin offline_access", "mcp mcp:admin"), ("mcp offline_access", "mcp"),
                ("offline_access", "mcp mcp:admin"), ("offline_access mcp:admin", "mcp:admin"),
            ] {
                tokens = try Tokens(await client.refresh(tokens.refresh ?? "", ["scope": scope]))
                #expect(tokens.response.json["scope"] == .string(answered), "\(scope)")
                #expect(try await server.introspect(tokens.access).json["scope"] == .string(answered))
            }
            let wider = try await client.refresh(tokens.refresh ?? "", ["scope": "mcp offline_access files"])
            #expect(wider.error == "invalid_scope")
            let whole = try Tokens(await client.refresh(tokens.refresh ?? ""))
            #expect(whole.response.json["scope"] == "mcp mcp:admin")
        }
    }

    @Test("a refresh that names offline_access alone is for all that was granted")
    func refreshOfflineAlone() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let first = try await client.tokens(["scope": "mcp offline_access"])
            let second = try Tokens(await client.refresh(first.refresh ?? "", ["scope": "offline_access"]))
            #expect(second.response.json["scope"] == "mcp offline_access")
            let third = try Tokens(await client.refresh(second.refresh ?? "", ["scope": "mcp"]))
            #expect(third.response.json["scope"] == "mcp")
        }
    }

    @Test("a replayed refresh is the same request with offline_access beside what was granted, and without")
    func replay() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let first = try await client.tokens()
            let second = try Tokens(
                await client.refresh(first.refresh ?? "", ["scope": "mcp offline_access"]))
            let again = try Tokens(await client.refresh(first.refresh ?? "", ["scope": "mcp"]))
            #expect(again.access == second.access)
        }
    }

    @Test("a code is redeemed for no more than was granted, whatever stands beside it")
    func redemption() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(
                server, metadata: ["grant_types": ["authorization_code"]])
            let tokens = try Tokens(
                await client.redeem(client.code(["scope": "mcp"]), ["scope": "mcp offline_access"]))
            #expect(tokens.response.json["scope"] == "mcp")
            #expect(tokens.refresh == nil)
        }
    }

    @Test("a scope that is not advertised is granted to those who ask for it, and listed nowhere")
    func notAdvertised() async throws {
        try await TestServer.run { server in
            let metadata = try await server.get("/.well-known/oauth-authorization-server").json
            #expect(metadata["scopes_supported"] == ["mcp", "offline_access"])
            let client = try await TestClient.register(server, metadata: ["scope": "mcp mcp:admin"])
            #expect(try await client.tokens(["scope": "mcp:admin"]).response.json["scope"] == "mcp:admin")
        }
        let listed = ManifestEdit.replace("    advertised: false ", with: "    advertised: true ")
        try await TestServer.run([listed]) { server in
            let metadata = try await server.get("/.well-known/oauth-authorization-server").json
            #expect(metadata["scopes_supported"] == ["mcp", "mcp:admin", "offline_access"])
        }
    }
}
