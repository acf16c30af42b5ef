import JSON
import NIOHTTP1
import OAuthModel
import Support
import Testing

@Suite("who is let in (RFC 6750, RFC 9728 §5.1)")
struct ChallengeTests {
    @Test("without a token: 401 that names the metadata and the scope, and no error (RFC 6750 §3.1)")
    func noToken() async throws {
        try await Deployment.run { demo in
            let reply = try await demo.post(Messages.initialize(), token: nil)
            #expect(reply.status == 401)
            #expect(
                reply["www-authenticate"]
                    == "Bearer resource_metadata=\"\(Deployment.resourceMetadata)\", scope=\"mcp\"")
            #expect(try reply.json["error"] == nil)
            #expect(demo.authorizationServer.introspections.isEmpty)
        }
    }

    @Test("GET, too, is challenged before it is refused", arguments: [nil, "Basic YTpi", "Bearish good"])
    func getIsChallenged(authorization: String?) async throws {
        try await Deployment.run { demo in
            let reply = try await demo.send(
                .GET, "/mcp", headers: ["authorization": authorization ?? "Basic x"])
            #expect(reply.status == 401)
            #expect(reply.challenge["error"] == nil)
            #expect(reply.challenge["resource_metadata"] == Deployment.resourceMetadata)
        }
    }

    @Test("HEAD is answered as GET, without the body (RFC 9110 §9.3.2)", arguments: [nil, "nope", "good"])
    func head(token: String?) async throws {
        try await Deployment.run { demo in
            let headers: KeyValuePairs = ["authorization": token.map { "Bearer \($0)" } ?? "Basic x"]
            let get = try await demo.send(.GET, "/mcp", headers: headers)
            let head = try await demo.send(.HEAD, "/mcp", headers: headers)
            #expect(head.status == get.status && head.status == (token == "good" ? 405 : 401))
            for name in ["www-authenticate", "allow", "content-type", "content-length"] {
                #expect(head[name] == get[name], "\(name)")
            }
            #expect(head.body.isEmpty && !get.body.isEmpty)
        }
    }

    @Test("a slash behind /mcp changes nothing: routing, challenge, preflight, sessions")
    func slash() async throws {
        try await Deployment.run { demo in
            let challenged = try await demo.send(.POST, "/mcp/", body: "{}")
            #expect(challenged.status == 401)
            #expect(challenged.challenge["resource_metadata"] == Deployment.resourceMetadata)
            #expect(try await demo.send(.OPTIONS, "/mcp/").status == 204)
            #expect(try await demo.send(.PUT, "/mcp/")["allow"] == "POST, DELETE, OPTIONS")
            let session = try await demo.session()
            func headers(_ session: String) -> KeyValuePairs<String, String> {
                [
                    "authorization": "Bearer good", "content-type": "application/json",
                    "accept": "application/json, text/event-stream", "mcp-session-id": session,
                ]
            }
            let list = String(decoding: Messages.request("tools/list").serialized(), as: UTF8.self)
            #expect(try await demo.send(.POST, "/mcp/", headers: headers(session), body: list).status == 200)
            #expect(try await demo.send(.DELETE, "/mcp/", headers: headers(session)).status == 204)
            #expect(try await demo.send(.POST, "/mcp", headers: headers(session), body: list).status == 404)
        }
    }

    @Test("an unknown token: 401 invalid_token with the metadata")
    func inactiveToken() async throws {
        try await Deployment.run { demo in
            let reply = try await demo.post(Messages.initialize(), token: "unknown")
            #expect(reply.status == 401)
            #expect(reply.challenge["error"] == "invalid_token")
            #expect(reply.challenge["resource_metadata"] == Deployment.resourceMetadata)
            #expect(reply.challenge["scope"] == "mcp")
        }
    }

    @Test(
        "what can't be a token is invalid_token, and nobody is asked about it",
        arguments: ["", "a b", "ä", "a=b", "\"x\""])
    func malformedToken(token: String) async throws {
        try await Deployment.run { demo in
            let reply = try await demo.post(
                Messages.initialize(), token: nil, headers: ["authorization": "Bearer \(token)"])
            #expect(reply.status == 401)
            #expect(reply.challenge["error"] == "invalid_token")
            #expect(demo.authorizationServer.introspections.isEmpty)
        }
    }

    @Test(
        "the scheme is compared without regard to case (RFC 9110 §11.1)",
        arguments: ["bearer", "BEARER", "bEaReR"])
    func schemeCase(scheme: String) async throws {
        try await Deployment.run { demo in
            let reply = try await demo.post(
                Messages.initialize(), token: nil, headers: ["authorization": "\(scheme) good"])
            #expect(reply.status == 200)
        }
    }

    @Test("a token in the query counts for nothing")
    func tokenInQuery() async throws {
        try await Deployment.run { demo in
            let reply = try await demo.send(
                .POST, "/mcp?access_token=good",
                headers: ["content-type": "application/json", "accept": "*/*"], body: "{}")
            #expect(reply.status == 401)
            #expect(reply.challenge["error"] == nil)
        }
    }

    @Test("two Authorization fields: 400 invalid_request, whichever would be right")
    func twoAuthorizations() async throws {
        try await Deployment.run { demo in
            let reply = try await demo.send(
                .POST, "/mcp", headers: ["authorization": "Bearer good", "Authorization": "Bearer other"],
                body: "{}")
            #expect(reply.status == 400)
            #expect(reply.challenge["error"] == "invalid_request")
        }
    }

    @Test(
        "a token is for this resource only: aud is its identifier or lists it (RFC 8707 §2)",
        arguments: [
            (.string(Deployment.resource), 200),
            (["https://other.example", .string(Deployment.resource)], 200),
            ("http://localhost:3232", 401), ("http://localhost:3232/mcp/", 401),
            (["https://other.example"], 401),
            ([], 401), (1, 401), (.null, 401),
        ] as [(JSONValue, Int)])
    func audience(audience: JSONValue, status: Int) async throws {
        try await Deployment.run { demo in
            demo.authorizationServer.set { $0.tokens["t"] = Deployment.claims(audience: audience) }
            let reply = try await demo.post(Messages.initialize(), token: "t")
            #expect(reply.status == status)
            #expect(reply.challenge["error"] == (status == 200 ? nil : "invalid_token"))
        }
    }

    @Test("an active token without aud is nobody's, so not ours")
    func missingAudience() async throws {
        try await Deployment.run { demo in
            demo.authorizationServer.set { $0.tokens["t"] = ["active": true, "scope": "mcp"] }
            let reply = try await demo.post(Messages.initialize(), token: "t")
            #expect(reply.status == 401)
            #expect(demo.log.text.contains("the token is for another resource"))
        }
    }

    @Test(
        "what introspection says beside active is believed only as far as it fits",
        arguments: [
            ("exp", .integer(MovableClock.start.seconds), 401), ("exp", "soon", 401),
            ("nbf", .integer(MovableClock.start.seconds + 3600), 401),
            ("nbf", .integer(MovableClock.start.seconds), 200),
            ("iss", "https://other.example", 401), ("token_type", "DPoP", 401), ("token_type", "bearer", 200),
        ] as [(String, JSONValue, Int)])
    func furtherClaims(name: String, value: JSONValue, status: Int) async throws {
        try await Deployment.run { demo in
            var claims = Deployment.claims().object ?? JSONObject()
            claims[name] = value
            demo.authorizationServer.set { [claims] in $0.tokens["t"] = .object(claims) }
            try await #expect(demo.post(Messages.initialize(), token: "t").status == status)
        }
    }

    @Test("iss is the issuer, byte for byte")
    func issuer() async throws {
        try await Deployment.run { demo in
            for (issuer, status) in [(demo.issuer, 200), (demo.issuer + "/", 401)] {
                var claims = Deployment.claims().object ?? JSONObject()
                claims["iss"] = .string(issuer)
                demo.authorizationServer.set { [claims] in $0.tokens["t\(status)"] = .object(claims) }
                try await #expect(demo.post(Messages.initialize(), token: "t\(status)").status == status)
            }
        }
    }

    @Test(
        "a token without the scope of this server: 403 insufficient_scope that asks for what it has and mcp")
    func lacksBaseScope() async throws {
        try await Deployment.run { demo in
            demo.authorizationServer.set { $0.tokens["t"] = Deployment.claims(scope: "profile") }
            let reply = try await demo.post(Messages.initialize(), token: "t")
            #expect(reply.status == 403)
            #expect(reply.challenge["error"] == "insufficient_scope")
            #expect(reply.challenge["scope"] == "profile mcp")
        }
    }

    @Test("no token, good or bad, stands in the log; why it was refused does")
    func logs() async throws {
        try await Deployment.run { demo in
            demo.authorizationServer.set {
                $0.tokens["secret-foreign"] = Deployment.claims(audience: "https://a.example")
            }
            _ = try await demo.post(Messages.initialize(), token: "secret-unknown")
            _ = try await demo.post(Messages.initialize(), token: "secret-foreign")
            _ = try await demo.post(Messages.initialize(), token: nil)
            #expect(!demo.log.text.contains("secret"))
            for cause in ["inactive", "for another resource", "no token"] {
                #expect(demo.log.text.contains(cause))
            }
        }
    }
}
