import JSON
import NIOHTTP1
import Support
import Testing

@testable import DemoMCPServer

@Suite("finding the authorization server (RFC 8414)", .timeLimit(.minutes(10)))
struct DiscoveryTests {
    @Test(
        "the well-known path goes between host and path of the issuer (§3.1)",
        arguments: [
            ("", "/.well-known/oauth-authorization-server"),
            ("/tenant/a", "/.well-known/oauth-authorization-server/tenant/a"),
            ("/tenant/", "/.well-known/oauth-authorization-server/tenant"),
            ("/", "/.well-known/oauth-authorization-server"),
        ])
    func pathInsertion(issuerPath: String, expected: String) async throws {
        try await Deployment.run(issuerPath: issuerPath) { demo in
            try await #expect(demo.post(Messages.initialize()).status == 200)
            #expect(demo.authorizationServer.fetches.map(\.path) == [expected])
        }
    }

    @Test(
        "a document that names another issuer is not believed, not even for a slash (§3.3)",
        arguments: ["/", "x", "/a"])
    func otherIssuer(suffix: String) async throws {
        try await Deployment.run(
            prepare: { fake in
                fake.set { $0.metadata["issuer"] = .string($0.issuer + suffix) }
            },
            test: { demo in
                try await #expect(demo.post(Messages.initialize()).status == 503)
                #expect(demo.authorizationServer.introspections.isEmpty)
                #expect(demo.log.text.contains("calls itself \"\(demo.issuer)\(suffix)\""))
            })
    }

    @Test(
        "credentials go to https or to this machine, and to nothing else",
        arguments: [
            .null, 1, "http://auth.example/introspect", "ftp://127.0.0.1/introspect", "127.0.0.1/introspect",
            "http://127.0.0.1@evil.example/introspect", "http://localhost.evil.example/introspect",
        ] as [JSONValue])
    func endpoint(value: JSONValue) async throws {
        try await Deployment.run(
            prepare: { fake in
                fake.set { $0.metadata["introspection_endpoint"] = value }
            },
            test: { demo in
                try await #expect(demo.post(Messages.initialize()).status == 503)
                #expect(demo.log.text.contains("introspection_endpoint"))
            })
    }

    @Test("with an issuer for development they go to its host by plain http too, and to no other such host")
    func developmentHost() throws {
        for (issuer, endpoint, isTaken) in [
            ("http://auth:3001", "http://auth:3001/introspect", true),
            ("http://auth:3001", "http://other:3001/introspect", false),
            ("http://localhost:3001", "http://auth:3001/introspect", false),
            ("https://auth", "http://auth/introspect", false),
            ("https://auth.example", "http://auth.example/introspect", false),
        ] {
            let document = "{\"issuer\":\"\(issuer)\",\"introspection_endpoint\":\"\(endpoint)\"}"
            let answer = OutboundHTTP.Answer(status: 200, retryAfter: nil, body: Array(document.utf8))
            let address = try #require(MetadataAddress(issuer: issuer))
            let server = try? DiscoveredServer(answer, from: address, issuer: issuer)
            #expect((server?.introspectionEndpoint == endpoint) == isTaken, "\(endpoint)")
        }
    }

    @Test(
        "an authorization server that comes up later is found, and requests until then are told to come again"
    )
    func lateStart() async throws {
        try await Deployment.run(
            prepare: { fake in
                fake.set { $0.metadataStatus = 503 }
            },
            test: { demo in
                await demo.time.sleeper()
                let reply = try await demo.post(Messages.initialize())
                #expect(reply.status == 503)
                #expect(reply["retry-after"] == "1")
                try await #expect(demo.send(.GET, "/.well-known/oauth-protected-resource").status == 200)
                demo.authorizationServer.set { $0.metadataStatus = 200 }
                demo.time.advance(by: .milliseconds(250))
                try await #expect(demo.post(Messages.initialize()).status == 200)
            })
    }

    @Test("it is asked again at growing intervals, however many requests come meanwhile")
    func backoff() async throws {
        try await Deployment.run(
            prepare: { fake in
                fake.set { $0.metadataStatus = 500 }
            },
            test: { demo in
                for (attempt, pause) in [250, 500, 1000, 2000, 4000, 5000, 5000].enumerated() {
                    await demo.time.sleeper()
                    for _ in 0..<3 { try await #expect(demo.post(Messages.initialize()).status == 503) }
                    #expect(demo.authorizationServer.fetches.count == attempt + 1)
                    demo.time.advance(by: .milliseconds(pause - 1))
                    try await #expect(demo.post(Messages.initialize()).status == 503)
                    #expect(demo.authorizationServer.fetches.count == attempt + 1)
                    demo.time.advance(by: .milliseconds(1))
                }
            })
    }

    @Test("the log says once that it is missing, why, and what to do")
    func logsOnce() async throws {
        try await Deployment.run(["AUTH_SERVER_URL": "http://127.0.0.1:1"]) { demo in
            for _ in 0..<3 {
                await demo.time.sleeper()
                demo.time.advance(by: .seconds(5))
            }
            try await #expect(demo.post(Messages.initialize()).status == 503)
            #expect(demo.log.text.ranges(of: "authorization server not found").count == 1)
            #expect(demo.log.text.contains("AUTH_SERVER_URL"))
        }
    }

    @Test("once found, it is not looked for again at each request")
    func keptEndpoint() async throws {
        try await Deployment.run { demo in
            for _ in 0..<3 {
                try await #expect(demo.post(Messages.initialize()).status == 200)
                demo.time.advance(by: .seconds(120))
            }
            #expect(demo.authorizationServer.fetches.count == 1)
        }
    }
}
