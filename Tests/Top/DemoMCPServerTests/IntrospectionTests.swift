import DemoMCPServer
import JSON
import OAuthModel
import Support
import Testing

@Suite("asking about tokens (RFC 7662)", .timeLimit(.minutes(10)))
struct IntrospectionTests {
    @Test("this server authenticates with its own credentials, form-encoded, by Basic (RFC 6749 §2.3.1)")
    func credentials() async throws {
        try await Deployment.run(["DEMO_RESOURCE_SERVER_ID": "rs:1", "DEMO_RESOURCE_SERVER_SECRET": "s/ü"]) {
            demo in
            _ = try await demo.post(Messages.initialize())
            let call = try #require(demo.authorizationServer.introspections.first)
            // base64("rs%3A1:s%2F%C3%BC")
            #expect(call.authorization == "Basic cnMlM0ExOnMlMkYlQzMlQkM=")
            #expect(call.body == "token=good&token_type_hint=access_token")
        }
    }

    @Test("the credentials of the shipped manifest are the default")
    func defaultCredentials() async throws {
        try await Deployment.run { demo in
            _ = try await demo.post(Messages.initialize())
            // base64("demo-mcp-server:demo-resource-server-secret-for-loopback-only")
            let expected =
                "Basic ZGVtby1tY3Atc2VydmVyOmRlbW8tcmVzb3VyY2Utc2VydmVyLXNlY3JldC1mb3ItbG9vcGJhY2stb25seQ=="
            #expect(demo.authorizationServer.introspections.first?.authorization == expected)
        }
    }

    @Test("a good token is believed for five seconds, so that a revocation is felt within them")
    func positiveLifetime() async throws {
        try await Deployment.run { demo in
            _ = try await demo.post(Messages.initialize())
            demo.authorizationServer.set { $0.tokens = [:] }
            demo.time.advance(by: .seconds(4))
            try await #expect(demo.post(Messages.initialize()).status == 200)
            #expect(demo.authorizationServer.introspections.count == 1)
            demo.time.advance(by: .seconds(1))
            try await #expect(demo.post(Messages.initialize()).status == 401)
            #expect(demo.authorizationServer.introspections.count == 2)
        }
    }

    @Test("with INTROSPECTION_CACHE another time, with 0 none: a revocation is felt at once")
    func settings() async throws {
        try await Deployment.run(["INTROSPECTION_CACHE": "60"]) { demo in
            _ = try await demo.post(Messages.initialize())
            demo.time.advance(by: .seconds(59))
            _ = try await demo.post(Messages.initialize())
            #expect(demo.authorizationServer.introspections.count == 1)
        }
        try await Deployment.run(["INTROSPECTION_CACHE": "0"]) { demo in
            try await #expect(demo.post(Messages.initialize()).status == 200)
            demo.authorizationServer.set { $0.tokens = [:] }
            try await #expect(demo.post(Messages.initialize()).status == 401)
            demo.authorizationServer.set { $0.tokens = ["good": Deployment.claims()] }
            try await #expect(demo.post(Messages.initialize()).status == 200)
            #expect(demo.authorizationServer.introspections.count == 3)
        }
    }

    @Test("no good token is believed past its exp")
    func untilExpiration() async throws {
        try await Deployment.run { demo in
            demo.authorizationServer.set {
                $0.tokens["t"] = Deployment.claims(expiration: MovableClock.start.seconds + 3)
            }
            try await #expect(demo.post(Messages.initialize(), token: "t").status == 200)
            demo.time.advance(by: .seconds(2))
            try await #expect(demo.post(Messages.initialize(), token: "t").status == 200)
            #expect(demo.authorizationServer.introspections.count == 1)
            demo.time.advance(by: .seconds(1))
            try await #expect(demo.post(Messages.initialize(), token: "t").status == 401)
        }
    }

    @Test("a bad token is remembered for two seconds and then asked about again")
    func negativeLifetime() async throws {
        try await Deployment.run { demo in
            _ = try await demo.post(Messages.initialize(), token: "late")
            demo.authorizationServer.set { $0.tokens["late"] = Deployment.claims() }
            try await #expect(demo.post(Messages.initialize(), token: "late").status == 401)
            #expect(demo.authorizationServer.introspections.count == 1)
            demo.time.advance(by: .seconds(2))
            try await #expect(demo.post(Messages.initialize(), token: "late").status == 200)
        }
    }

    @Test(
        "an authorization server that fails: 503 with Retry-After, never 401",
        arguments: [500, 502, 503, 429, 301, 204])
    func failing(status: Int) async throws {
        try await Deployment.run { demo in
            demo.authorizationServer.set { $0.introspectionStatus = status }
            let reply = try await demo.post(Messages.initialize())
            #expect(reply.status == 503)
            #expect(reply["retry-after"] == "1")
            #expect(reply["www-authenticate"] == nil)
            #expect(try reply.json["error"] == "temporarily_unavailable")
            demo.authorizationServer.set { $0.introspectionStatus = 200 }
            try await #expect(demo.post(Messages.initialize()).status == 200)
        }
    }

    @Test("an authorization server that keeps silent: 503 when patience is over")
    func silent() async throws {
        try await Deployment.run(
            patience: Patience(
                connection: .seconds(86_400), exchange: .milliseconds(200), answer: .seconds(86_400))
        ) { demo in
            demo.authorizationServer.set { $0.isSilent = true }
            let reply = try await demo.post(Messages.initialize())
            #expect(reply.status == 503)
            #expect(try reply.json["error"] == "temporarily_unavailable")
            demo.authorizationServer.speak()
        }
    }

    @Test(
        "its Retry-After is passed on, within a minute", arguments: [("7", "7"), ("9999", "60"), ("0", "1")])
    func retryAfter(said: String, passed: String) async throws {
        try await Deployment.run { demo in
            demo.authorizationServer.set { state in
                state.introspectionStatus = 429
                state.introspectionHeaders = ["Retry-After": said]
            }
            try await #expect(demo.post(Messages.initialize())["retry-after"] == passed)
        }
    }

    @Test(
        "an answer that isn't one: 503, for it says nothing of the token",
        arguments: ["", "<html>", "[]", "{}", "{\"active\":\"true\"}", "{\"active\":true,\"active\":true}"])
    func unreadable(body: String) async throws {
        try await Deployment.run { demo in
            demo.authorizationServer.set { $0.introspectionBody = body }
            try await #expect(demo.post(Messages.initialize()).status == 503)
        }
    }

    @Test("credentials that are refused: 503, and the log says which setting it is", arguments: [401, 403])
    func refusedCredentials(status: Int) async throws {
        try await Deployment.run { demo in
            demo.authorizationServer.set { $0.introspectionStatus = status }
            try await #expect(demo.post(Messages.initialize()).status == 503)
            #expect(demo.log.text.contains("DEMO_RESOURCE_SERVER_SECRET"))
            #expect(!demo.log.text.contains("demo-resource-server-secret"))
        }
    }

    @Test("an introspection endpoint that is gone is looked up again")
    func moved() async throws {
        try await Deployment.run { demo in
            demo.authorizationServer.set { $0.introspectionStatus = 404 }
            try await #expect(demo.post(Messages.initialize()).status == 503)
            demo.authorizationServer.set { state in
                state.introspectionStatus = 200
                state.metadata["introspection_endpoint"] = .string(state.issuer + "/new/oauth/introspect")
            }
            try await #expect(demo.post(Messages.initialize()).status == 200)
            #expect(demo.authorizationServer.introspections.last?.path == "/new/oauth/introspect")
        }
    }
}
