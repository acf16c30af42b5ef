import JSON
import OAuthModel
import Support
import Testing
import WireText

@Suite("introspection")
struct IntrospectionTests {
    @Test("a form of more parameters than anybody needs is invalid_request, at once")
    func manyParameters() async throws {
        try await TestServer.run { server in
            let form = "token=x&" + (0..<100_000).map(String.init).joined(separator: "&")
            let answer = try await server.send(
                "POST", "/oauth/introspect",
                headers: [("Content-Type", "application/x-www-form-urlencoded"), resourceServer], body: form)
            #expect(answer.status == 400)
            #expect(answer.error == "invalid_request")
        }
    }

    @Test("an active token is described by these members, and times are integers (RFC 7662 §2.2)")
    func active() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let issued = server.clock.now.seconds
            let tokens = try await client.tokens(as: "grace")
            server.clock.advance(by: .seconds(7))
            let answer = try await server.introspect(tokens.access)
            #expect(answer.status == 200)
            #expect(answer["content-type"]?.hasPrefix("application/json") == true)
            #expect(answer["cache-control"] == "no-store")
            let json = answer.json
            #expect(
                json.object?.members.map(\.name.shown).sorted() == [
                    "active", "aud", "client_id", "exp", "iat", "iss", "jti", "nbf", "scope", "sub",
                    "token_type", "userId", "username",
                ])
            #expect(json["active"] == true)
            #expect(json["scope"] == "mcp")
            #expect(json["client_id"] == .string(client.id))
            #expect(json["username"] == "Grace Hopper")
            #expect(json["token_type"] == "Bearer")
            #expect(json["iat"] == .integer(issued))
            #expect(json["nbf"] == .integer(issued))
            #expect(json["exp"] == .integer(issued + 3600))
            #expect(json["sub"] == "grace")
            #expect(json["userId"] == "grace")
            #expect(json["aud"] == .string(TestClient.resource))
            #expect(json["iss"] == .string(server.issuer))
            for time in ["iat", "nbf", "exp"] {
                let digits = json[time]?.integer.map(String.init) ?? ""
                #expect(
                    answer.text.contains("\"\(time)\":\(digits),")
                        || answer.text.contains("\"\(time)\":\(digits)}"))
            }
        }
    }

    @Test("the issuer is the same text in introspection, in metadata and in the redirect")
    func issuer() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let redirect = try await client.approve()
            let tokens = try Tokens(await client.redeem(redirect.redirect("code") ?? ""))
            let metadata = try await server.get("/.well-known/oauth-authorization-server").json
            let iss = try await server.introspect(tokens.access).json["iss"]
            #expect(metadata["issuer"] == iss)
            #expect(redirect.redirect("iss") == iss?.string?.shown)
        }
    }

    @Test("every token has a jti of its own, which is no part of the token")
    func tokenID() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let first = try await client.tokens()
            let one = try await server.introspect(first.access).json["jti"]?.string?.shown ?? ""
            let second = try Tokens(await client.refresh(first.refresh ?? ""))
            let two = try await server.introspect(second.access).json["jti"]?.string?.shown ?? ""
            #expect(!one.isEmpty && !two.isEmpty && one != two)
            #expect(!first.access.contains(one))
        }
    }

    @Test(
        "a token that was never issued is inactive, not an error (RFC 7662 §2.2)",
        arguments: [
            "x", "mat_", "mat_" + String(repeating: "A", count: 59),
            "mat_" + String(repeating: "=", count: 59),
            "ü", "\u{0}", "a b", "{\"active\":true}",
        ])
    func unknown(token: String) async throws {
        try await TestServer.run { server in
            expectInactive(try await server.introspect(token))
        }
    }

    @Test("an access token is active for an hour, and inactive from then on")
    func expired() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let tokens = try await client.tokens()
            server.clock.advance(by: .seconds(3599))
            #expect(try await server.isActive(tokens.access))
            server.clock.advance(by: .seconds(1))
            expectInactive(try await server.introspect(tokens.access))
        }
    }

    @Test("a revoked token is inactive")
    func revoked() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let tokens = try await client.tokens()
            #expect(try await server.isActive(tokens.access))
            #expect(try await client.revoke(tokens.access).status == 200)
            expectInactive(try await server.introspect(tokens.access))
        }
    }

    @Test("a refresh token, a code, and either of them dressed as an access token, are inactive")
    func otherKinds() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let code = try await client.code()
            let tokens = try await client.tokens()
            let refresh = try #require(tokens.refresh)
            let shown = [code, refresh, "mat_" + code.dropFirst(4), "mat_" + refresh.dropFirst(4)]
            for token in shown { expectInactive(try await server.introspect(token)) }
            // They are as good as before.
            #expect(try await client.redeem(code).status == 200)
            #expect(try await client.refresh(refresh).status == 200)
        }
    }

    @Test("a token for another resource than the caller's is inactive (RFC 7662 §4)")
    func foreignAudience() async throws {
        try await TestServer.run([.otherResource, .otherServer]) { server in
            let client = try await TestClient.register(server)
            let ours = try await client.tokens()
            let theirs = try await client.tokens(["resource": otherResource])
            let other = ("Authorization", basic("other-server", "other-server-secret-for-tests-only"))
            expectInactive(
                try await server.post(
                    "/oauth/introspect", form: ["token": ours.access], headers: [other]))
            let seen = try await server.post(
                "/oauth/introspect", form: ["token": theirs.access], headers: [other])
            #expect(seen.json["active"] == true)
            #expect(seen.json["aud"] == .string(otherResource))
            #expect(try await server.isActive(ours.access))
        }
    }

    @Test("rubbish is inactive, up to the body limit of 4 MiB")
    func rubbish() async throws {
        try await TestServer.run { server in
            expectInactive(try await server.introspect(String(repeating: "x", count: 1 << 20)))
            expectInactive(try await server.introspect("mat_" + String(repeating: "A", count: 1 << 20)))
            let most = (4 << 20) - "token=".utf8.count
            expectInactive(try await server.introspect(String(repeating: "x", count: most)))
        }
    }

    @Test("a body above 64 KiB is read only of a resource server that proves itself in the head by Basic")
    func largeBody() async throws {
        let credentials = ("demo-mcp-server", "demo-resource-server-secret-for-loopback-only")
        let rubbish = String(repeating: "x", count: 70_000)
        try await TestServer.run { server in
            let refused = [
                try await server.post("/oauth/introspect", form: ["token": rubbish]),
                try await server.post(
                    "/oauth/introspect", form: ["token": rubbish],
                    headers: [("Authorization", basic(credentials.0, "wrong"))]),
                try await server.post(
                    "/oauth/introspect", form: ["token": rubbish], headers: [("Authorization", "Bearer x")]),
                try await server.post(
                    "/oauth/introspect",
                    form: ["token": rubbish, "client_id": credentials.0, "client_secret": credentials.1]),
            ]
            for answer in refused { #expect(answer.status == 413) }
            // The scheme in any case, and credentials in another spelling than the usual one, prove as much.
            let spelled = basic("demo%2Dmcp-server", credentials.1).replacing("Basic", with: "BASIC")
            for authorization in [basic(credentials.0, credentials.1), spelled] {
                expectInactive(
                    try await server.post(
                        "/oauth/introspect", form: ["token": rubbish],
                        headers: [("Authorization", authorization)]))
            }
            expectInactive(
                try await server.post("/oauth/introspect", form: ["token": String(rubbish.prefix(65_000))]))
        }
    }

    @Test("a token in the query is not looked at: 400, as without a token")
    func missingToken() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let tokens = try await client.tokens()
            let paths = ["/oauth/introspect", "/oauth/introspect?token=" + tokens.access]
            for path in paths {
                for form: KeyValuePairs<String, String> in [[:], ["token": ""], ["toke": tokens.access]] {
                    let answer = try await server.post(path, form: form, headers: [resourceServer])
                    #expect(answer.status == 400)
                    #expect(answer.error == "invalid_request")
                    #expect(!answer.text.contains("active"))
                    #expect(answer["cache-control"] == "no-store")
                }
            }
            let repeated = try await server.post(
                "/oauth/introspect", form: ["token": tokens.access, "token": tokens.access],
                headers: [resourceServer])
            #expect(repeated.status == 400)
            let get = try await server.get(
                "/oauth/introspect?token=" + tokens.access, headers: [resourceServer])
            #expect(get.status == 405)
        }
    }

    @Test("another media type is 400 invalid_request; a charset is accepted")
    func mediaType() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let access = try await client.tokens().access
            let json = try await server.post(
                "/oauth/introspect", json: "{\"token\":\"\(access)\"}", headers: [resourceServer])
            #expect(json.status == 400)
            #expect(json.error == "invalid_request")
            let charset = try await server.send(
                "POST", "/oauth/introspect",
                headers: [
                    ("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"), resourceServer,
                ],
                body: "token=" + access)
            #expect(charset.json["active"] == true)
        }
    }

    @Test("without `loopback` in the manifest, only a resource server that authenticates is answered")
    func authentication() async throws {
        try await TestServer.run([.onlyResourceServers]) { server in
            let client = try await TestClient.register(server, method: "client_secret_basic")
            let access = try await client.tokens().access
            let none = try await server.post("/oauth/introspect", form: ["token": access])
            expectUnauthorized(none)
            for header in [
                basic("demo-mcp-server", "wrong"), basic("demo-mcp-server", ""), basic("nobody", "x"),
                basic("", demoSecret), basic(client.id, client.secret ?? ""), "Bearer " + access, "Basic",
            ] {
                expectUnauthorized(
                    try await server.post(
                        "/oauth/introspect", form: ["token": access], headers: [("Authorization", header)]))
            }
            expectUnauthorized(
                try await server.post(
                    "/oauth/introspect", form: ["token": access, "client_id": "demo-mcp-server"]))
            #expect(try await server.isActive(access))
            let post = try await server.post(
                "/oauth/introspect",
                form: [
                    "token": access, "client_id": "demo-mcp-server", "client_secret": demoSecret,
                ])
            #expect(post.json["active"] == true)
        }
    }

    @Test("the same credentials may be written in other ways (RFC 7617 §2, RFC 6749 §2.3.1), and once")
    func spellings() async throws {
        try await TestServer.run([.onlyResourceServers]) { server in
            let access = try await TestClient.register(server).tokens().access
            let plain = String(basic("demo-mcp-server", demoSecret).dropFirst("Basic ".count))
            for header in [
                "Basic " + plain, "basic " + plain, "BASIC   " + plain,
                "Basic " + plain.replacing("=", with: ""),
                basic("demo%2Dmcp%2dserver", demoSecret.replacing("-", with: "%2D")),
            ] {
                let answer = try await server.post(
                    "/oauth/introspect", form: ["token": access], headers: [("Authorization", header)])
                #expect(answer.json["active"] == true, "\(header)")
            }
            let twice = try await server.post(
                "/oauth/introspect", form: ["token": access],
                headers: [("Authorization", "Basic " + plain), ("Authorization", "Basic " + plain)])
            #expect(twice.status == 400)
            let named = try await server.post(
                "/oauth/introspect", form: ["token": access, "client_id": "somebody-else"],
                headers: [("Authorization", "Basic " + plain)])
            #expect(named.error == "invalid_request")
            let same = try await server.post(
                "/oauth/introspect", form: ["token": access, "client_id": "demo-mcp-server"],
                headers: [("Authorization", "Basic " + plain)])
            #expect(same.json["active"] == true)
        }
    }

    @Test("wrong credentials are 401 even where none are needed")
    func wrongOnLoopback() async throws {
        try await TestServer.run { server in
            let access = try await TestClient.register(server).tokens().access
            expectUnauthorized(
                try await server.post(
                    "/oauth/introspect", form: ["token": access],
                    headers: [("Authorization", basic("demo-mcp-server", "wrong"))]))
            let both = try await server.post(
                "/oauth/introspect", form: ["token": access, "client_secret": demoSecret],
                headers: [resourceServer])
            #expect(both.status == 400)
            #expect(both.error == "invalid_request")
        }
    }

    @Test("who does not authenticate learns nothing, whatever the token is")
    func sameRefusal() async throws {
        try await TestServer.run([.onlyResourceServers]) { server in
            let access = try await TestClient.register(server).tokens().access
            let good = try await server.post("/oauth/introspect", form: ["token": access])
            let bad = try await server.post("/oauth/introspect", form: ["token": "x"])
            let none = try await server.post("/oauth/introspect", form: [:])
            #expect(Set([good.text, bad.text, none.text]).count == 1)
            #expect([good.status, bad.status, none.status] == [401, 401, 401])
        }
    }
}

private let demoSecret = "demo-resource-server-secret-for-loopback-only"
private let resourceServer = ("Authorization", basic("demo-mcp-server", demoSecret))

extension ManifestEdit {
    static let onlyResourceServers = ManifestEdit.replace(
        "    auth: [resource_server, loopback]\n", with: "    auth: resource_server\n")
}

func expectInactive(_ answer: Response, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(answer.status == 200, sourceLocation: sourceLocation)
    #expect(answer.text == "{\"active\":false}\n", sourceLocation: sourceLocation)
    #expect(answer["cache-control"] == "no-store", sourceLocation: sourceLocation)
}

func expectUnauthorized(_ answer: Response, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(answer.status == 401, sourceLocation: sourceLocation)
    #expect(answer.error == "invalid_client", sourceLocation: sourceLocation)
    #expect(
        answer["www-authenticate"]?.hasPrefix("Basic realm=") == true, sourceLocation: sourceLocation)
    #expect(!answer.text.contains("active"), sourceLocation: sourceLocation)
}
