import JSON
import Support
import Testing
import WireText

@Suite("clients that act for themselves: client_credentials")
struct ClientCredentialsTests {
    @Test(
        "with its secret, in the header or in the body as it is listed, a client is given its own scopes (RFC 6749 §4.4)"
    )
    func shapes() async throws {
        try await TestServer.run([Machine.listed]) { server in
            for machine in Machine.all {
                let answer = try await machine.ask(server)
                #expect(answer.status == 200, "\(answer.text)")
                #expect(answer["cache-control"] == "no-store")
                #expect(
                    answer.json.object?.members.map(\.name.shown).sorted() == [
                        "access_token", "expires_in", "scope", "token_type",
                    ], "and no refresh token (§4.4.3)")
                #expect(answer.json["token_type"] == "Bearer")
                #expect(answer.json["expires_in"] == 3600)
                #expect(answer.json["scope"] == "mcp mcp:admin")
            }
        }
    }

    @Test("its token is introspected with the client as its subject, and nobody as its user")
    func introspection() async throws {
        try await TestServer.run([Machine.listed]) { server in
            let token = try await Machine.header.token(server)
            let json = try await server.introspect(token).json
            #expect(
                json.object?.members.map(\.name.shown).sorted() == [
                    "active", "aud", "client_id", "exp", "iat", "iss", "jti", "nbf", "scope", "sub",
                    "token_type", "userId",
                ])
            #expect(json["sub"] == .string(WireText(Machine.header.id)))
            #expect(json["userId"] == .string(WireText(Machine.header.id)))
            #expect(json["client_id"] == .string(WireText(Machine.header.id)))
            #expect(json["aud"] == .string(TestClient.resource))
            server.clock.advance(by: .seconds(3600))
            #expect(try await !server.isActive(token))
        }
    }

    @Test("it may ask for less, never for more, and offline_access gives it nothing")
    func scopes() async throws {
        try await TestServer.run([Machine.listed]) { server in
            let machine = Machine.header
            #expect(try await machine.ask(server, ["scope": "mcp:admin"]).json["scope"] == "mcp:admin")
            let offline = try await machine.ask(server, ["scope": "mcp offline_access"])
            #expect(offline.json["scope"] == "mcp")
            #expect(offline.json["refresh_token"] == nil)
            for scope in ["nobody:knows", "mcp nobody:knows"] {
                let refusal = try await machine.ask(server, ["scope": scope])
                #expect(refusal.status == 400)
                #expect(refusal.error == "invalid_scope")
            }
            #expect(try await Machine.narrow.ask(server).json["scope"] == "mcp:admin")
            #expect(try await Machine.narrow.ask(server, ["scope": "mcp"]).error == "invalid_scope")
        }
    }

    @Test(
        "it may name a resource of this server, as configured or as it is also known, and no other (RFC 8707 §2)"
    )
    func resources() async throws {
        try await TestServer.run([Machine.listed]) { server in
            let named = try await Machine.header.ask(server, ["resource": TestClient.resource + "/"])
            let token = try #require(named.json["access_token"]?.string?.shown)
            #expect(try await server.introspect(token).json["aud"] == .string(TestClient.resource))
            let other = try await Machine.header.ask(server, ["resource": "https://elsewhere.example/mcp"])
            #expect(other.error == "invalid_target")
        }
    }

    @Test("without its secret, with a wrong one, or with another method it is 401 invalid_client")
    func authentication() async throws {
        try await TestServer.run([Machine.listed]) { server in
            let id = Machine.header.id
            for answer in [
                try await server.post(
                    "/oauth/token", form: ["grant_type": "client_credentials", "client_id": id]),
                try await server.post(
                    "/oauth/token",
                    form: [
                        "grant_type": "client_credentials", "client_id": id, "client_secret": Machine.secret,
                    ]),
                try await server.post(
                    "/oauth/token", form: ["grant_type": "client_credentials"],
                    headers: [("Authorization", basic(id, Machine.secret + "x"))]),
            ] {
                #expect(answer.status == 401)
                #expect(answer.error == "invalid_client")
            }
        }
    }

    @Test(
        "a client that is not listed for it is unauthorized_client; switched off it is unsupported_grant_type"
    )
    func allowed() async throws {
        try await TestServer.run { server in
            let demo = try await server.post(
                "/oauth/token", form: ["grant_type": "client_credentials", "client_id": "demo-client"])
            #expect(demo.error == "unauthorized_client")
            let registered = try await TestClient.register(server, method: "client_secret_basic")
            let answer = try await server.post(
                "/oauth/token", form: ["grant_type": "client_credentials"],
                headers: [("Authorization", basic(registered.id, registered.secret ?? ""))])
            #expect(answer.error == "unauthorized_client")
            let metadata = try await server.get("/.well-known/oauth-authorization-server").json
            #expect(
                metadata["grant_types_supported"] == [
                    "authorization_code", "refresh_token", "client_credentials",
                ])
        }
        let off = ManifestEdit.replace(", client_credentials]", with: "]")
        try await TestServer.run([off]) { server in
            let answer = try await server.post(
                "/oauth/token", form: ["grant_type": "client_credentials", "client_id": "demo-client"])
            #expect(answer.error == "unsupported_grant_type")
            let metadata = try await server.get("/.well-known/oauth-authorization-server").json
            #expect(metadata["grant_types_supported"] == ["authorization_code", "refresh_token"])
        }
    }

    @Test("registration leaves it out beside another grant, and refuses a client that asks for nothing else")
    func registration() async throws {
        try await TestServer.run { server in
            let beside = try await server.post(
                "/oauth/register",
                json:
                    #"{"redirect_uris":["http://127.0.0.1/cb"],"grant_types":["authorization_code","client_credentials"]}"#
            )
            #expect(beside.status == 201)
            #expect(beside.json["grant_types"] == ["authorization_code"])
            let alone = try await server.post(
                "/oauth/register",
                json: #"{"redirect_uris":["http://127.0.0.1/cb"],"grant_types":["client_credentials"]}"#)
            #expect(alone.status == 400)
            #expect(alone.error == "invalid_client_metadata")
        }
    }

    @Test("such a client begins nothing at the authorization endpoint")
    func authorization() async throws {
        try await TestServer.run([Machine.listed]) { server in
            let answer = try await server.get(
                "/oauth/authorize?response_type=code&client_id=\(Machine.header.id)")
            #expect(answer.status == 400)
            #expect(answer["location"] == nil)
        }
    }

    @Test("its token can be revoked by itself, and by nobody else; its other tokens stay (RFC 7009 §2)")
    func revocation() async throws {
        try await TestServer.run([Machine.listed]) { server in
            let kept = try await Machine.header.token(server)
            let token = try await Machine.header.token(server)
            let foreign = try await server.post(
                "/oauth/revoke", form: ["token": token],
                headers: [("Authorization", basic(Machine.narrow.id, Machine.secret))])
            #expect(foreign.status == 200)
            #expect(try await server.isActive(token))
            let own = try await server.post(
                "/oauth/revoke", form: ["token": token],
                headers: [("Authorization", basic(Machine.header.id, Machine.secret))])
            #expect(own.status == 200)
            #expect(try await !server.isActive(token))
            #expect(try await server.isActive(kept))
        }
    }

    @Test(
        "so many of its tokens are good at a time as the manifest says: one more ends the oldest, and nobody else's"
    )
    func cap() async throws {
        let few = ManifestEdit.replace("max_grants: 1000", with: "max_grants: 3")
        try await TestServer.run([Machine.listed, few]) { server in
            let person = try await TestClient.register(server).tokens()
            let other = try await Machine.narrow.token(server)
            var tokens: [String] = []
            for _ in 0..<5 {
                tokens.append(try await Machine.header.token(server))
                server.clock.advance(by: .seconds(1))
            }
            var active: [Bool] = []
            for token in tokens { active.append(try await server.isActive(token)) }
            #expect(active == [false, false, true, true, true])
            #expect(try await server.isActive(other))
            #expect(try await server.isActive(person.access))
            // What was revoked takes no place.
            _ = try await server.post(
                "/oauth/revoke", form: ["token": tokens[4]],
                headers: [("Authorization", basic(Machine.header.id, Machine.secret))])
            _ = try await Machine.header.token(server)
            #expect(try await server.isActive(tokens[2]))
        }
    }

    @Test("how often it may ask is limited for each client; refusals are 429, and don't count")
    func rate() async throws {
        let two = ManifestEdit.replace(
            "  client_credentials:\n    rate: 30/1m", with: "  client_credentials:\n    rate: 2/1m")
        try await TestServer.run([Machine.listed, two]) { server in
            for _ in 0..<2 {
                #expect(try await Machine.header.ask(server, ["scope": "unknown"]).status == 400)
            }
            for _ in 0..<2 { #expect(try await Machine.header.ask(server).status == 200) }
            let refusal = try await Machine.header.ask(server)
            #expect(refusal.status == 429)
            #expect(refusal["retry-after"] == "60")
            #expect(try await Machine.narrow.ask(server).status == 200)
            server.clock.advance(by: .seconds(60))
            #expect(try await Machine.header.ask(server).status == 200)
        }
    }

    @Test("a store that is away is 503, never a refusal")
    func outage() async throws {
        try await TestServer.run([Machine.listed]) { server in
            server.store.failure = .refusesChanges
            let answer = try await Machine.header.ask(server)
            #expect(answer.status == 503)
            #expect(answer.error == "temporarily_unavailable")
            #expect(answer["retry-after"] != nil)
        }
    }
}

/// A client of the manifest that is a program.
struct Machine {
    let id: String
    let method: String
    let scopes: String

    static let secret = "a-declared-secret-of-a-test-machine"
    static let header = Machine(id: "nightly", method: "client_secret_basic", scopes: "[mcp, \"mcp:admin\"]")
    static let post = Machine(id: "poster", method: "client_secret_post", scopes: "[mcp, \"mcp:admin\"]")
    static let narrow = Machine(id: "narrow", method: "client_secret_basic", scopes: "[\"mcp:admin\"]")
    static let all = [header, post]

    /// In front of the client that is there.
    static let listed = ManifestEdit.replace(
        "clients:\n  - client_id: demo-client\n",
        with: "clients:\n" + [header, post, narrow].map(\.entry).joined() + "  - client_id: demo-client\n")

    private var entry: String {
        """
          - client_id: \(id)
            token_endpoint_auth_method: \(method)
            secret: \(Self.secret)
            grant_types: [client_credentials]
            scopes: \(scopes)

        """
    }

    func ask(_ server: TestServer, _ more: [String: String] = [:]) async throws -> Response {
        var form = more
        form["grant_type"] = "client_credentials"
        var headers: [(String, String)] = []
        if method == "client_secret_post" {
            form["client_id"] = id
            form["client_secret"] = Self.secret
        } else {
            headers = [("Authorization", basic(id, Self.secret))]
        }
        let body = form.map { percentEncode($0.key) + "=" + percentEncode($0.value) }.joined(separator: "&")
        return try await server.send(
            "POST", "/oauth/token",
            headers: [("Content-Type", "application/x-www-form-urlencoded")] + headers, body: body)
    }

    func token(_ server: TestServer) async throws -> String {
        try #require(try await ask(server).json["access_token"]?.string?.shown)
    }
}
