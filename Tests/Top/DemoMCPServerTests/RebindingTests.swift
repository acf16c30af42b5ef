import JSON
import NIOHTTP1
import Support
import Testing

@Suite("web pages that mean harm, and those that don't")
struct RebindingTests {
    @Test(
        "Host is a name of this machine or the server's own",
        arguments: [
            ("localhost", 200), ("LOCALHOST:1", 200), ("127.0.0.1:3232", 200), ("127.9.9.9", 200),
            ("[::1]:3232", 200), ("[0:0:0:0:0:0:0:1]:1", 200), ("app.localhost", 200),
            (" localhost\t", 200),
            ("demo.example:8443", 200), ("DEMO.example:8443", 200),
            ("demo.example", 403), ("demo.example:1", 403), ("evil.example", 403),
            ("localhost.evil.example", 403),
            ("127.0.0.1.evil.example", 403), ("localhost:x", 403), ("127.1", 403), ("2130706433", 403),
            ("[::2]", 403),
            ("0.0.0.0", 403),
        ])
    func host(host: String, status: Int) async throws {
        try await Deployment.run(["BASE_URI": "https://demo.example:8443"]) { demo in
            let reply = try await demo.send(
                .GET, "/.well-known/oauth-protected-resource", headers: ["host": host])
            #expect(reply.status == status)
        }
    }

    @Test("with a name for development as BASE_URI it answers to that name, and to no other such name")
    func developmentHost() async throws {
        try await Deployment.run(["BASE_URI": "http://host.docker.internal:3232"]) { demo in
            for (host, status) in [
                ("host.docker.internal:3232", 200), ("localhost:3232", 200), ("host.docker.internal", 403),
                ("mcp:3232", 403),
            ] {
                let reply = try await demo.send(
                    .GET, "/.well-known/oauth-protected-resource", headers: ["host": host])
                #expect(reply.status == status)
            }
        }
    }

    @Test(
        "Origin is a page of this machine, the server itself or one that was allowed",
        arguments: [
            ("http://localhost:6274", 200), ("https://localhost", 200), ("http://127.0.0.1:1", 200),
            ("http://[::1]:8080", 200), ("https://app.example", 200), ("https://app.example:443", 200),
            ("https://two.example:8443", 200), ("https://demo.example", 200),
            ("http://app.example", 403), ("https://app.example:8443", 403), ("https://evil.example", 403),
            ("https://app.example.evil.example", 403), ("http://localhost.evil.example", 403), ("null", 403),
            ("file://", 403), ("chrome-extension://abc", 403), ("http://localhost:6274/", 403), ("", 403),
        ])
    func origin(origin: String, status: Int) async throws {
        let environment = [
            "BASE_URI": "https://demo.example",
            "ALLOWED_ORIGINS": "https://app.example, https://two.example:8443",
        ]
        try await Deployment.run(environment) { demo in
            demo.authorizationServer.set {
                $0.tokens["good"] = Deployment.claims(audience: "https://demo.example/mcp")
            }
            let reply = try await demo.send(
                .POST, "/mcp",
                headers: [
                    "origin": origin, "authorization": "Bearer good", "content-type": "application/json",
                    "accept": "*/*",
                ], body: String(decoding: Messages.initialize().serialized(), as: UTF8.self))
            #expect(reply.status == status)
        }
    }

    @Test("a preflight needs no token and allows what clients send")
    func preflight() async throws {
        try await Deployment.run { demo in
            let reply = try await demo.send(
                .OPTIONS, "/mcp",
                headers: [
                    "origin": "http://localhost:6274", "access-control-request-method": "POST",
                    "access-control-request-headers": "authorization, mcp-method",
                ])
            #expect(reply.status == 204)
            #expect(reply["access-control-allow-origin"] == "*")
            #expect(reply["access-control-allow-methods"] == "POST, DELETE, OPTIONS")
            #expect(reply["access-control-allow-credentials"] == nil)
            let allowed = reply["access-control-allow-headers"]?.split(separator: ", ").map(String.init) ?? []
            #expect(
                Set(allowed).isSuperset(of: [
                    "authorization", "content-type", "mcp-protocol-version", "mcp-session-id", "mcp-method",
                    "mcp-name",
                    "last-event-id", "dpop",
                ]))
        }
    }

    @Test("the preflight of a page that isn't allowed is refused")
    func foreignPreflight() async throws {
        try await Deployment.run { demo in
            try await #expect(
                demo.send(.OPTIONS, "/mcp", headers: ["origin": "https://evil.example"]).status
                    == 403)
        }
    }

    @Test("refusals can be read by the page, challenge included")
    func crossOriginRefusals() async throws {
        try await Deployment.run { demo in
            demo.authorizationServer.set { $0.tokens["narrow"] = Deployment.claims(scope: "other") }
            let replies = [
                (401, try await demo.post(Messages.initialize(), token: nil)),
                (403, try await demo.post(Messages.initialize(), token: "narrow")),
                (404, try await demo.send(.GET, "/nothing")),
                (405, try await demo.send(.PUT, "/mcp")),
                (200, try await demo.post(Messages.initialize())),
                (200, try await demo.send(.GET, "/.well-known/oauth-authorization-server")),
            ]
            for (status, reply) in replies {
                #expect(reply.status == status)
                #expect(reply.headers["access-control-allow-origin"] == ["*"])
                #expect(
                    reply["access-control-expose-headers"]
                        == "WWW-Authenticate, Mcp-Session-Id, MCP-Protocol-Version, Retry-After")
            }
        }
    }

    @Test("the authority of an absolute target counts, and Host does not (RFC 9112 §3.2.2)")
    func absoluteTarget() async throws {
        try await Deployment.run { demo in
            for (line, host, status) in [
                ("GET http://localhost/.well-known/oauth-protected-resource", "evil.example", 200),
                ("GET http://evil.example/.well-known/oauth-protected-resource", "localhost", 403),
                ("OPTIONS *", "localhost", 204), ("OPTIONS *", "evil.example", 403),
            ] {
                let client = try await RawClient.connect(demo.port)
                try await client.send("\(line) HTTP/1.1\r\nHost: \(host)\r\n\r\n")
                let answer = try await client.answer()
                #expect(answer.status == status, "\(line) \(host)")
                if status == 204 { #expect(answer["Allow"] == "GET, HEAD, POST, DELETE, OPTIONS") }
                await client.close()
            }
        }
    }
}
