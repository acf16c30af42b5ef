import JSON
import Testing

@Suite("loopback trust")
struct LoopbackTrustTests {
    @Test("a program on this machine may introspect without credentials, where the manifest says loopback")
    func trusted() async throws {
        try await TestServer.run { server in
            let access = try await TestClient.register(server).tokens().access
            for site in [nil, "none", "same-origin"] {
                let headers = site.map { [("Sec-Fetch-Site", $0)] } ?? []
                let answer = try await server.post(
                    "/oauth/introspect", form: ["token": access], headers: headers)
                #expect(answer.status == 200)
                #expect(answer.json["active"] == true)
                #expect(answer.json["userId"] == "ada")
            }
            expectInactive(try await server.post("/oauth/introspect", form: ["token": "x"]))
        }
    }

    @Test("a Host that is not the issuer's authority is not trusted (DNS rebinding)")
    func host() async throws {
        try await TestServer.run { server in
            let access = try await TestClient.register(server).tokens().access
            let port = server.issuer.split(separator: ":").last.map(String.init) ?? ""
            for host in [
                "evil.example", "evil.example:" + port, "127.0.0.1:" + port, "[::1]:" + port, "localhost",
                "localhost:1", "localhost.evil.example:" + port, "localhost.:" + port,
            ] {
                let answer = try await server.post(
                    "/oauth/introspect", form: ["token": access], headers: [("Host", host)])
                #expect((400..<500).contains(answer.status), "\(host)")
                #expect(!answer.text.contains("active"), "\(host)")
            }
            let upper = try await server.post(
                "/oauth/introspect", form: ["token": access], headers: [("Host", "LOCALHOST:" + port)])
            #expect(upper.json["active"] == true)
        }
    }

    @Test(
        "a request that was forwarded is not trusted",
        arguments: [
            ("Forwarded", "for=127.0.0.1"), ("Via", "1.1 proxy"), ("X-Forwarded-For", "127.0.0.1"),
            ("X-Forwarded-Host", "localhost"), ("X-Forwarded-Proto", "http"), ("X-Real-IP", "127.0.0.1"),
            ("x-forwarded-for", ""), ("X-Forwarded-Port", "3001"), ("X-Forwarded-Server", "proxy"),
            ("CF-Connecting-IP", "127.0.0.1"), ("True-Client-IP", "127.0.0.1"), ("X-Client-IP", "127.0.0.1"),
            ("X-Original-Forwarded-For", "127.0.0.1"), ("X-Cluster-Client-Ip", "127.0.0.1"), ("CF-Ray", "x"),
            ("X-Azure-ClientIP", "127.0.0.1"), ("X-Envoy-External-Address", "127.0.0.1"),
            ("X-Forwarded", "x"), ("Forwarded-For", "x"),
        ])
    func forwarded(name: String, value: String) async throws {
        try await TestServer.run { server in
            let access = try await TestClient.register(server).tokens().access
            expectUnauthorized(
                try await server.post(
                    "/oauth/introspect", form: ["token": access], headers: [(name, value)]))
            // Credentials are good wherever they come from.
            let answer = try await server.post(
                "/oauth/introspect", form: ["token": access],
                headers: [
                    (name, value),
                    (
                        "Authorization",
                        basic("demo-mcp-server", "demo-resource-server-secret-for-loopback-only")
                    ),
                ])
            #expect(answer.json["active"] == true)
        }
    }

    @Test("a web page of another site is not trusted", arguments: ["cross-site", "same-site", "", "x"])
    func webPage(site: String) async throws {
        try await TestServer.run { server in
            let access = try await TestClient.register(server).tokens().access
            expectUnauthorized(
                try await server.post(
                    "/oauth/introspect", form: ["token": access], headers: [("Sec-Fetch-Site", site)]))
        }
    }

    @Test("nobody is trusted without `loopback` in the route's auth")
    func off() async throws {
        try await TestServer.run([.onlyResourceServers]) { server in
            expectUnauthorized(try await server.post("/oauth/introspect", form: ["token": "x"]))
        }
    }

    @Test("nobody is trusted where the issuer is not loopback, whatever the Host says")
    func publicIssuer() async throws {
        try await TestServer.runPublic { (server, base) async throws in
            #expect(server.issuer == "https://auth.example.com")
            let url = base + "/oauth/introspect"
            let own = String(base.dropFirst("http://".count))
            for host in ["auth.example.com", own.replacing("127.0.0.1", with: "localhost"), own] {
                expectUnauthorized(
                    try await server.post(url, form: ["token": "x"], headers: [("Host", host)]))
            }
            expectInactive(
                try await server.post(
                    url, form: ["token": "x"],
                    headers: [
                        ("Host", "auth.example.com"),
                        (
                            "Authorization",
                            basic("demo-mcp-server", "demo-resource-server-secret-for-loopback-only")
                        ),
                    ]))
        }
    }
}
