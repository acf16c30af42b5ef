import JSON
import Support
import Testing

/// What a client does wrong, or is unlucky with, and the words of the last line at the default level.
///
/// Each names the cause, what was sent beside what would be right, the client, the section that says so, and what to do.
private struct Failure: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var edits: [ManifestEdit] = []
    let act: @Sendable (TestServer, TestClient) async throws -> Void
    /// With `ISSUER`, `GRANT` and `LINE` (of the manifest) in the place of what is another one each time.
    let words: String

    init(
        _ name: String, with edits: [ManifestEdit] = [],
        _ act: @escaping @Sendable (TestServer, TestClient) async throws -> Void, tells words: String
    ) {
        testDescription = name
        self.edits = edits
        self.act = act
        self.words = words
    }
}

@Suite("a client that fails: the last line of the log says why")
struct FailingClientTests {
    @Test(
        "the cause, what was sent, what would be right, the client, the section, what to do",
        arguments: failures)
    private func lastLine(_ failure: Failure) async throws {
        try await TestServer.run(failure.edits) { server in
            let client = try await TestClient.register(server)
            try await failure.act(server, client)
            let told = try #require(server.log.told.last)
            let words = told.replacing(server.issuer, with: "ISSUER")
                .replacing(/grant [A-Za-z0-9_-]{8}/, with: "grant GRANT")
                .replacing(/line \d+ of [^)]+/, with: "LINE")
            #expect(words == failure.words)
        }
    }
}

private let failures: [Failure] = atAuthorization + atToken + ofCredentials + atIntrospection + elsewhere

private let atAuthorization = [
    Failure(
        "a redirect URI that is not registered",
        { _, client in _ = try await client.authorize(["redirect_uri": "http://127.0.0.1:7777/callback/"]) },
        tells: """
            "Test client" was refused: redirect_uri is not one that the client registered, sent \
            http://127.0.0.1:7777/callback/, registered http://127.0.0.1:7777/callback (RFC 6749 \
            §3.1.2.4): register the URI that is sent, letter for letter, or have the client send a \
            registered one
            """),
    Failure(
        "a resource with one slash too many",
        { _, client in _ = try await client.authorize(["resource": TestClient.resource + "//"]) },
        tells: """
            "Test client" was refused: resource is not one that this server issues tokens for, sent \
            http://localhost:3232/mcp//, declared http://localhost:3232/mcp (RFC 8707 §2): have the \
            client send the resource of the protected resource metadata, or declare what it sends \
            under 'resources'
            """),
    Failure(
        "a scope that nobody has declared",
        { _, client in _ = try await client.authorize(["scope": "mcp reports:read"]) },
        tells: """
            "Test client" was refused: scope has a token that this server does not know; see \
            scopes_supported, sent mcp reports:read, declared mcp mcp:admin offline_access (RFC 6749\
             §3.3): have the client ask for what scopes_supported lists, or declare it under \
            'scopes'
            """),
    Failure(
        "no PKCE",
        { _, client in
            _ = try await client.authorize(["code_challenge": nil, "code_challenge_method": nil])
        },
        tells: """
            "Test client" was refused: code_challenge is missing; PKCE with S256 is required (RFC 7636\
             §4.3): have the client use PKCE: code_challenge, and code_challenge_method=S256
            """),
    Failure(
        "PKCE by the method plain",
        { _, client in
            _ = try await client.authorize([
                "code_challenge": TestClient.verifier, "code_challenge_method": "plain",
            ])
        },
        tells: """
            "Test client" was refused: code_challenge_method must be S256, sent plain (RFC 7636 §4.3):\
             have the client send code_challenge_method=S256; plain proves nothing
            """),
    Failure(
        "PKCE without a method, which is plain",
        { _, client in _ = try await client.authorize(["code_challenge_method": nil]) },
        tells: """
            "Test client" was refused: code_challenge_method must be S256, sent nothing (RFC 7636 \
            §4.3): have the client send code_challenge_method=S256; plain proves nothing
            """),
    Failure(
        "an authorization by a client that is not known",
        { _, client in _ = try await client.authorize(["client_id": "nobody"]) },
        tells: """
            client nobody was refused: no client with this client_id is registered here; register it\
             again (RFC 6749 §3.1.2.4): clear what the client remembers of this server, so that it \
            registers again; or list it under 'clients'
            """),
]

private let atToken = [
    Failure(
        "a code that has expired",
        { server, client in
            let code = try await client.code()
            server.clock.advance(by: .seconds(75))
            _ = try await client.redeem(code)
        },
        tells: """
            "Test client" was refused: the code has expired, expired 15 s ago (RFC 6749 §4.1.2): have \
            the client redeem its code at once; tokens.authorization_code says how long it is good
            """),
    Failure(
        "a code that is used twice",
        { _, client in
            let code = try await client.code()
            _ = try await client.redeem(code)
            _ = try await client.redeem(code)
        },
        tells: """
            "Test client" was refused: a code was redeemed a second time: its grant is revoked, grant \
            GRANT (RFC 6749 §4.1.2): find out who else has it: a second use is a client without \
            memory, two that share one, or a thief
            """),
    Failure(
        "a verifier that is another's",
        { _, client in
            _ = try await client.redeem(
                try await client.code(), ["code_verifier": String(repeating: "x", count: 43)])
        },
        tells: """
            "Test client" was refused: the code_verifier does not fit the code_challenge (RFC 7636 \
            §4.6): have the client keep the verifier of each authorization until it has its code
            """),
    Failure(
        "no verifier",
        { _, client in _ = try await client.redeem(try await client.code(), ["code_verifier": nil]) },
        tells: """
            "Test client" was refused: code_verifier is missing (RFC 7636 §4.5): have the client send \
            the verifier that its code_challenge was made of
            """),
    Failure(
        "another redirect URI than before",
        { _, client in
            _ = try await client.redeem(
                try await client.code(), ["redirect_uri": "http://127.0.0.1:7778/callback"])
        },
        tells: """
            "Test client" was refused: redirect_uri is not the one of the authorization request, sent \
            http://127.0.0.1:7778/callback, asked with http://127.0.0.1:7777/callback (RFC 6749 \
            §4.1.3): have the client send the same redirect_uri twice, letter for letter, or leave \
            it out
            """),
    Failure(
        "another resource than before",
        { _, client in
            _ = try await client.redeem(try await client.code(), ["resource": "http://localhost:3233/mcp"])
        },
        tells: """
            "Test client" was refused: resource is not one that was authorized, sent \
            http://localhost:3233/mcp, granted http://localhost:3232/mcp (RFC 8707 §2.2): have the \
            client send the resource that it asked for when it sent the browser here
            """),
    Failure(
        "the store is away",
        { server, client in
            let code = try await client.code()
            server.store.failure = .isGone
            _ = try await client.redeem(code)
            server.store.failure = nil
        },
        tells: """
            somebody was refused: the server can't reach its store; try again in a moment, store \
            the test has switched it off (RFC 6749 §4.1.2.1): look at /health and at the store; \
            clients try again by themselves
            """),
]

private let ofCredentials = [
    Failure(
        "no secret",
        { server, _ in
            let client = try await TestClient.register(
                server, method: "client_secret_basic", metadata: ["client_name": "Keeper"])
            _ = try await server.post(
                "/oauth/token", form: ["grant_type": "refresh_token", "client_id": client.id])
        },
        tells: """
            "Keeper" was refused: the secret is missing (RFC 6749 §2.3.1): have the client send its \
            secret, or register it with token_endpoint_auth_method none
            """),
    Failure(
        "a secret that is wrong",
        { server, _ in
            let client = try await TestClient.register(
                server, method: "client_secret_basic", metadata: ["client_name": "Keeper"])
            _ = try await server.post(
                "/oauth/token", form: ["grant_type": "refresh_token"],
                headers: [("Authorization", basic(client.id, "guess"))])
        },
        tells: """
            "Keeper" was refused: the secret is wrong (RFC 6749 §2.3.1): compare the client's secret \
            with the one that it was given or that the manifest names
            """),
    Failure(
        "a secret in another place than is registered",
        { server, _ in
            let client = try await TestClient.register(
                server, method: "client_secret_basic", metadata: ["client_name": "Keeper"])
            _ = try await server.post(
                "/oauth/token",
                form: [
                    "grant_type": "refresh_token", "client_id": client.id,
                    "client_secret": client.secret ?? "",
                ])
        },
        tells: """
            "Keeper" was refused: the client used another method than it is registered for, sent \
            client_secret_post, registered client_secret_basic (RFC 7591 §2): have the client use \
            its token_endpoint_auth_method, or register it with the other
            """),
    Failure(
        "a token request by a client that is not known",
        { server, _ in
            _ = try await server.post(
                "/oauth/token", form: ["grant_type": "refresh_token", "client_id": "nobody"])
        },
        tells: """
            client nobody was refused: no client has this id (RFC 6749 §5.2): have the client \
            register again: its registration has expired, or it was made at another server
            """),
]

private let atIntrospection = [
    Failure(
        "a token for another resource than the asker's",
        with: [
            .replace(
                "\nresource_servers:\n",
                with:
                    "\n  - { resource: \"http://localhost:3233/mcp\", scopes: [mcp] }\n\nresource_servers:\n"),
            .replace(
                "    # resources: [\"${BASE_URI:-http://localhost:3232}/mcp\"]\n",
                with: "    resources: [\"http://localhost:3233/mcp\"]\n"),
        ],
        { server, client in _ = try await server.introspect(try await client.tokens().access) },
        tells: """
            demo-mcp-server asked about a token: it is worth nothing, the token is for another \
            resource than the asker's, meant for http://localhost:3232/mcp, asker has \
            http://localhost:3233/mcp (RFC 8707 §2): have the client ask for a token with resource \
            set to this MCP server's URL, or list it under the server's 'resources'
            """),
    Failure(
        "a token that has expired",
        { server, client in
            let tokens = try await client.tokens()
            server.clock.advance(by: .seconds(3700))
            _ = try await server.introspect(tokens.access)
        },
        tells: """
            demo-mcp-server asked about a token: it is worth nothing, the token has expired, grant \
            GRANT (RFC 6749 §1.5): have the client refresh; tokens.access_token says how long one is\
             good
            """),
    Failure(
        "a token that was revoked",
        { server, client in
            let tokens = try await client.tokens()
            _ = try await client.revoke(tokens.refresh ?? "")
            _ = try await server.introspect(tokens.access)
        },
        tells: """
            demo-mcp-server asked about a token: it is worth nothing, the token's grant has been \
            ended, grant GRANT (RFC 7009 §2): have the client begin a new authorization
            """),
    Failure(
        "a refresh token in the place of an access token",
        { server, client in _ = try await server.introspect(try await client.tokens().refresh ?? "") },
        tells: """
            demo-mcp-server asked about a token: it is worth nothing, a code or refresh token was \
            shown as an access token (RFC 7662 §2.2): have the client send its access_token; what it\
             sent should be replaced, for it has been shown around
            """),
    Failure(
        "an MCP server with a wrong secret",
        { server, client in
            _ = try await server.post(
                "/oauth/introspect", form: ["token": "x"],
                headers: [("Authorization", basic("demo-mcp-server", "guess"))])
        },
        tells: """
            somebody was refused: resource server authentication failed, sent demo-mcp-server, \
            declared demo-mcp-server (RFC 7662 §2.1): compare the id and secret of the MCP server \
            with its entry under 'resource_servers'
            """),
    Failure(
        "an MCP server that is not known",
        { server, client in
            _ = try await server.post(
                "/oauth/introspect", form: ["token": "x"],
                headers: [("Authorization", basic("other", "guess"))])
        },
        tells: """
            somebody was refused: resource server authentication failed, sent other, declared \
            demo-mcp-server (RFC 7662 §2.1): compare the id and secret of the MCP server with its \
            entry under 'resource_servers'
            """),
]

private let elsewhere = [
    Failure(
        "a path that is not there",
        { server, _ in _ = try await server.get("/.well-known/openid-configuration") },
        tells: """
            GET /.well-known/openid-configuration was refused: no route has this path: the metadata \
            is at ISSUER/.well-known/oauth-authorization-server (RFC 9110 §15.5.5): mcp-auth routes \
            lists what there is
            """),
    Failure(
        "a method that the path does not take",
        { server, _ in _ = try await server.get("/oauth/token") },
        tells: """
            GET /oauth/token was refused: the path does not take this method: this path takes POST \
            (RFC 9110 §15.5.6): use one of those in the Allow field of the answer
            """),
    Failure(
        "a route that is switched off", with: [.route("revoke", "enabled: false")],
        { server, _ in _ = try await server.post("/oauth/revoke", form: ["token": "x"]) },
        tells: """
            POST /oauth/revoke was refused: the route at this path is off: route revoke is off \
            (enabled: false, LINE) (RFC 9110 §15.5.5): switch it on where it says
            """),
]
