import JSON
import Support
import Testing

@Suite("names that requests come under")
struct AuthorityTests {
    private func port(_ server: TestServer) -> Int {
        server.issuer.split(separator: ":").last.flatMap { Int($0) } ?? 0
    }

    @Test(
        "white space around the value of a header is none of it (RFC 9110 §5.5)",
        arguments: [" ", "\t", " \t "])
    func blanks(blank: String) async throws {
        try await TestServer.run { server in
            let access = try await TestClient.register(server).tokens().access
            let credentials = basic("demo-mcp-server", "demo-resource-server-secret-for-loopback-only")
            for (host, authorization) in [
                ("localhost:\(port(server))", nil), ("evil.example", credentials),
            ] {
                let client = try await RawClient.connect(port(server))
                let body = "token=\(access)"
                try await client.send(
                    "POST /oauth/introspect HTTP/1.1\r\nHost:\(blank)\(host)\(blank)\r\n"
                        + (authorization.map { "Authorization:\(blank)\($0)\(blank)\r\n" } ?? "")
                        + "Content-Type:\(blank)application/x-www-form-urlencoded\(blank)\r\n"
                        + "Content-Length: \(body.utf8.count)\(blank == " " ? " " : "")\r\n\r\n\(body)")
                let answer = try await client.answer()
                #expect(answer.status == 200)
                #expect(answer.body.hasPrefix("{\"active\":true"))
                await client.close()
            }
        }
    }

    @Test("a target in absolute form is taken, and gives no loopback trust (RFC 9112 §3.2.2)")
    func absolute() async throws {
        try await TestServer.run { server in
            let own = "localhost:\(port(server))"
            for (line, host, status) in [
                ("GET http://\(own)/health", "evil.example", 200),
                ("GET http://evil.example/health", own, 200),
                ("GET http://\(own)/oauth/authorize", "evil.example", 400),
                ("GET http://evil.example/oauth/authorize", own, 421), ("OPTIONS *", own, 204),
                ("OPTIONS http://\(own)", own, 204), ("GET *", own, 400),
            ] {
                let client = try await RawClient.connect(port(server))
                try await client.send("\(line) HTTP/1.1\r\nHost: \(host)\r\n\r\n")
                let answer = try await client.answer()
                #expect(answer.status == status, "\(line)")
                if status == 204 { #expect(answer["Allow"] == "GET, HEAD, POST, OPTIONS") }
                await client.close()
            }
            let client = try await RawClient.connect(port(server))
            try await client.send(
                "POST http://\(own)/oauth/introspect HTTP/1.1\r\nHost: \(own)\r\n"
                    + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 7\r\n\r\ntoken=x")
            #expect(try await client.answer().status == 401)
        }
    }

    @Test("no page is given to a name that is pointed at this machine, not even with auto_approve")
    func rebinding() async throws {
        let automatic = ManifestEdit.replace("auto_approve: false", with: "auto_approve: true")
        for edits in [[], [automatic]] {
            try await TestServer.run(edits) { server in
                let client = try await TestClient.register(server)
                for (method, path) in [
                    ("GET", client.authorizePath()), ("POST", "/oauth/authorize"),
                    ("GET", "/fakeupstreamauth/authorize"),
                    ("GET", "/fakeupstreamauth/callback?state=x"), ("POST", "/logout"),
                ] {
                    let answer = try await server.send(
                        method, path, headers: [("Host", "evil.example:\(port(server))")])
                    #expect(answer.status == 421, "\(method) \(path)")
                    #expect(answer.location == nil && answer.all("set-cookie").isEmpty)
                    #expect(answer.text.contains(server.issuer))
                    #expect(answer["cache-control"] == "no-store")
                }
                #expect(
                    server.log.all.contains {
                        $0.contains("status=421") && $0.contains("https://evil.example")
                    })
                let mapped = try await server.send(
                    "GET", "/oauth/authorize", headers: [("Host", "localhost:8080")])
                #expect(mapped.status == 421)
                #expect(mapped.text.contains("AUTH_SERVER_URL=http://localhost:8080"))
            }
        }
    }

    @Test("the issuer may be ::1 in any spelling, or a name below localhost (RFC 6761 §6.3)")
    func spellings() async throws {
        for host in ["[::1]", "auth.localhost"] {
            let port = try freePort()
            try await TestServer.run(
                environment: ["AUTH_SERVER_URL": "http://\(host):\(port)", "AUTH_SERVER_PORT": "\(port)"]
            ) { server in
                for named in [host, host == "[::1]" ? "[0:0:0:0:0:0:0:1]" : "AUTH.localhost"] {
                    let answer = try await server.post(
                        "http://127.0.0.1:\(port)/oauth/introspect", form: ["token": "x"],
                        headers: [("Host", "\(named):\(port)")])
                    expectInactive(answer)
                }
            }
        }
    }

    @Test("a default port may be left out, and written out (RFC 9110 §4.2.3)")
    func defaultPort() async throws {
        for issuer in ["https://localhost", "https://localhost:443"] {
            // A port of its own: the client may still have a connection to the server before.
            let port = try freePort()
            try await TestServer.run(
                environment: ["AUTH_SERVER_URL": issuer, "AUTH_SERVER_PORT": "\(port)"]
            ) { server in
                for host in ["localhost", "localhost:443"] {
                    expectInactive(
                        try await server.post(
                            "http://127.0.0.1:\(port)/oauth/introspect", form: ["token": "x"],
                            headers: [("Host", host)]))
                }
            }
        }
    }
}
