import JSON
import Testing

@Suite("redirect URIs, over HTTP")
struct RedirectURITests {
    @Test(
        "a redirect URI that differs from the registered one in any way gets a page (RFC 9700 §4.1.3)",
        arguments: [
            "https://app.example.com/callback", "https://app.example.com/callback?a=1",
            "https://app.example.com/callback?b=2&a=1", "https://app.example.com/callback?a=1&b=2&c=3",
            "https://app.example.com/callback?a=1&b=2&", "https://app.example.com/callback?a=1&b=3",
            "https://app.example.com/callback/?a=1&b=2", "https://app.example.com/callback/../evil?a=1&b=2",
            "https://app.example.com/callback/evil?a=1&b=2", "https://app.example.com/%63allback?a=1&b=2",
            "https://app.example.com/Callback?a=1&b=2", "https://app.example.com//callback?a=1&b=2",
            "https://app.example.com/callback?a=1&b=2#", "https://app.example.com/callback?a=1&b=2#part",
            "https://good@app.example.com/callback?a=1&b=2", "https://app.example.com@evil.example/?a=1&b=2",
            "https://app.example.com:443/callback?a=1&b=2", "https://app.example.com:8443/callback?a=1&b=2",
            "https://APP.example.com/callback?a=1&b=2", "https://app.example.com./callback?a=1&b=2",
            "https://app.example.com.evil.example/callback?a=1&b=2", "https://evil.example/callback?a=1&b=2",
            "https://evil.example\\@app.example.com/callback?a=1&b=2", "//app.example.com/callback?a=1&b=2",
            "http://app.example.com/callback?a=1&b=2", "HTTPS://app.example.com/callback?a=1&b=2",
            " https://app.example.com/callback?a=1&b=2", "https://app.example.com/callback?a=1&b=2 ",
            "\thttps://app.example.com/callback?a=1&b=2", "https://app.example.com/callback?a=1&b=2\n",
            "https://app.example.com/callback?a=1&b=2\u{0}", "/callback?a=1&b=2", "callback",
            "https%3A%2F%2Fapp.example.com%2Fcallback%3Fa%3D1%26b%3D2",
        ])
    func mismatch(_ requested: String) async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(
                server, redirectURI: "https://app.example.com/callback?a=1&b=2")
            expectPage(try await client.authorize(["redirect_uri": requested]))
            // Nor does any other mistake of the request open the way there.
            expectPage(try await client.authorize(["redirect_uri": requested, "response_type": "token"]))
        }
    }

    @Test("the registered redirect URI itself is accepted")
    func match() async throws {
        try await TestServer.run { server in
            for uri in [
                "https://app.example.com/callback?a=1&b=2", "https://app.example.com",
                "cursor://mcp/callback",
                "com.example.app:/callback", "https://app.example.com:8443/callback",
            ] {
                expectConsent(try await TestClient.register(server, redirectURI: uri).authorize())
            }
        }
    }

    private static let dangerous = [
        "javascript:alert(1)", "JavaScript:alert(1)", "javascript://app.example.com/%0aalert(1)",
        "data:text/html,<script>alert(1)</script>", "data:text/html;base64,PHA+", "vbscript:msgbox(1)",
        "file:///etc/passwd", "FILE:///etc/passwd", "blob:https://app.example.com/1", "about:blank",
        "view-source:https://app.example.com", "intent://x", " javascript:alert(1)", "\tjavascript:alert(1)",
        "\njavascript:alert(1)", "java\nscript:alert(1)", "java\tscript:alert(1)", "javascript\u{0}:alert(1)",
        "\u{1}javascript:alert(1)", "ftp://app.example.com/", "ws://app.example.com/",
    ]

    @Test("schemes that a browser would run or open are refused, at registration and at authorize")
    func dangerousSchemes() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            for uri in Self.dangerous {
                expectPage(try await client.authorize(["redirect_uri": uri]))
                let answer = try await register(server, uri)
                #expect(answer.status == 400, "\(uri)")
                #expect(answer.error == "invalid_redirect_uri", "\(uri)")
            }
        }
    }

    @Test(
        "what can't be a redirect URI can't be registered (RFC 9700 §2.1, RFC 7591 §3.2.2)",
        arguments: [
            "https://app.example.com/callback#part", "https://app.example.com/callback#",
            "https://good@app.example.com/", "https://good:pw@app.example.com/", "https://*.example.com/",
            "https://app.example.com/*", "http://app.example.com/callback",
            "http://localhost.evil.com/callback",
            "http://10.0.0.1/callback", "http://127.0.0.1@evil.example/", "https://", "https:///callback",
            "/callback", "callback", "", "myapp:", "myapp://callback", "CURSOR://mcp", "https://a b/",
            "https://app.example.com/a\\b", "https://app.example.com:99999/", "https://äpp.example.com/",
            "http://0.0.0.0/callback", "http://127.1/callback", "http://2130706433/callback",
            "http://[::ffff:127.0.0.1]/callback", "https://[zz]/", "https://.../", "https://a..b/",
            "https://-x/", "https://app.example.com./", "https://app%2Eexample.com/",
            "https://app.example.com:/",
            "https://app.example.com:0/", "https://a_b.example.com/", "https://2130706433/",
            "https://0x7f.1/",
        ])
    func unregistrable(_ uri: String) async throws {
        try await TestServer.run { server in
            let answer = try await register(server, uri)
            #expect(answer.status == 400)
            #expect(answer.error == "invalid_redirect_uri")
        }
    }

    @Test("a listed private-use scheme may be one of several redirect URIs (RFC 8252 §7.1)")
    func privateUse() async throws {
        try await TestServer.run { server in
            let answer = try await server.post(
                "/oauth/register",
                json: """
                    {"redirect_uris": ["cursor://mcp/callback", "https://app.example.com/callback",
                        "http://127.0.0.1/callback", "com.example.app:/callback"],
                     "token_endpoint_auth_method": "none"}
                    """)
            #expect(answer.status == 201)
            #expect(answer.json["redirect_uris"]?.array?.count == 4)
        }
    }

    @Test("a loopback redirect may name any port, and nothing else about it may differ (RFC 8252 §7.3)")
    func loopbackPort() async throws {
        try await TestServer.run { server in
            for host in ["127.0.0.1", "[::1]", "localhost"] {
                let bare = try await TestClient.register(server, redirectURI: "http://\(host)/callback")
                let fixed = try await TestClient.register(server, redirectURI: "http://\(host):7777/callback")
                for client in [bare, fixed] {
                    for authority in [host, "\(host):80", "\(host):7777", "\(host):65535"] {
                        expectConsent(
                            try await client.authorize(["redirect_uri": "http://\(authority)/callback"]))
                    }
                    for other in [
                        "http://\(host):8888/other", "http://\(host):8888/callback/",
                        "http://\(host):8888/callback?a=1", "http://\(host):8888/callback#part",
                        "https://\(host):8888/callback", "http://user@\(host):8888/callback",
                        "http://\(host):8888@evil.example/callback", "http://\(host):99999/callback",
                        "http://\(host):/callback", "http://\(host):0x50/callback",
                        "http://\(host).evil.com:8888/callback", "http://\(host):8888/callback/../evil",
                    ] {
                        expectPage(try await client.authorize(["redirect_uri": other]))
                    }
                }
            }
        }
    }

    @Test("127.0.0.1, localhost and [::1] are not interchangeable, nor is 127.0.0.2 any of them")
    func loopbackHosts() async throws {
        try await TestServer.run { server in
            let hosts = ["127.0.0.1", "localhost", "[::1]", "127.0.0.2"]
            for registered in hosts {
                let client = try await TestClient.register(server, redirectURI: "http://\(registered):1/cb")
                for asked in hosts + ["127.1", "0x7f.0.0.1", "[0:0:0:0:0:0:0:1]", "LOCALHOST", "localhost."] {
                    let answer = try await client.authorize(["redirect_uri": "http://\(asked):1/cb"])
                    if asked == registered { expectConsent(answer) } else { expectPage(answer) }
                }
            }
        }
    }

    @Test("the port of localhost may differ for a native client only; a literal's for any (RFC 8252 §8.3)")
    func nativeOrWeb() async throws {
        try await TestServer.run { server in
            for (type, host, isAccepted) in [
                ("native", "localhost", true), ("web", "localhost", false), ("native", "127.0.0.1", true),
                ("web", "127.0.0.1", true), ("web", "[::1]", true),
            ] {
                let client = try await TestClient.register(
                    server, redirectURI: "http://\(host):7777/cb",
                    metadata: ["application_type": .string(type)])
                expectConsent(try await client.authorize())
                let answer = try await client.authorize(["redirect_uri": "http://\(host):8888/cb"])
                if isAccepted { expectConsent(answer) } else { expectPage(answer) }
            }
        }
    }

    @Test("the answer goes to the port of the request, and the code is bound to it")
    func answerAtRequestedPort() async throws {
        try await TestServer.run { server in
            var client = try await TestClient.register(server, redirectURI: "http://127.0.0.1/callback")
            client.redirectURI = "http://127.0.0.1:54321/callback"
            let answer = try await client.approve()
            #expect(answer.location?.hasPrefix("http://127.0.0.1:54321/callback?code=") == true)
            let code = answer.redirect("code") ?? ""
            let elsewhere = try await client.redeem(
                code, ["redirect_uri": "http://127.0.0.1:54322/callback"])
            #expect(elsewhere.error == "invalid_grant")
            #expect(try await client.redeem(code).status == 200)
        }
    }

    @Test("an answer finds its way to the IPv6 loopback literal too (RFC 8252 §7.3)")
    func answerAtIPv6() async throws {
        try await TestServer.run { server in
            var client = try await TestClient.register(server, redirectURI: "http://[::1]/callback")
            client.redirectURI = "http://[::1]:54321/callback"
            let answer = try await client.approve()
            #expect(answer.location?.hasPrefix("http://[::1]:54321/callback?code=") == true)
            expectError("invalid_scope", try await client.authorize(["scope": "files"]), of: client)
        }
    }

    @Test("redirect_uri may be omitted when exactly one is registered (RFC 6749 §3.1.2.3)")
    func omitted() async throws {
        try await TestServer.run { server in
            let one = try await TestClient.register(server)
            for absent in [nil, ""] {
                let answer = try await one.approve(["redirect_uri": absent])
                #expect(answer.location?.hasPrefix(TestClient.redirectURI + "?code=") == true)
            }
            let two = try await TestClient.register(
                server,
                metadata: [
                    "redirect_uris": ["http://127.0.0.1:7777/callback", "http://127.0.0.1:7777/other"]
                ])
            expectConsent(try await two.authorize())
            for absent in [nil, ""] { expectPage(try await two.authorize(["redirect_uri": absent])) }
        }
    }

    @Test("the redirect URIs of one client are worth nothing to another (CVE-2025-4143)")
    func otherClient() async throws {
        try await TestServer.run { server in
            let first = try await TestClient.register(server, redirectURI: "https://one.example.com/cb")
            let second = try await TestClient.register(server, redirectURI: "https://two.example.com/cb")
            expectPage(try await first.authorize(["redirect_uri": second.redirectURI]))
            expectPage(try await second.authorize(["redirect_uri": first.redirectURI]))
        }
    }

    @Test("the answer is added to a query that the redirect URI has already (RFC 6749 §3.1.2)")
    func existingQuery() async throws {
        try await TestServer.run { server in
            for (uri, prefix) in [
                ("https://app.example.com/cb?tenant=a%20b", "https://app.example.com/cb?tenant=a%20b&"),
                ("https://app.example.com/cb?x", "https://app.example.com/cb?x&"),
                ("https://app.example.com/cb?", "https://app.example.com/cb?"),
                ("https://app.example.com", "https://app.example.com?"),
                ("com.example.app:/cb", "com.example.app:/cb?"),
            ] {
                let client = try await TestClient.register(server, redirectURI: uri)
                let location = try #require(try await client.approve().location)
                #expect(location.hasPrefix(prefix + "code="))
                #expect(location.filter { $0 == "?" }.count == 1)
                let added = query(location).suffix(3)
                #expect(added.map(\.name) == ["code", "state", "iss"])
                #expect(added.map(\.value).last == server.issuer)
                #expect(location.contains("&state=xyz%20%26%20%C3%BC%3D1&iss=http%3A%2F%2Flocalhost%3A"))
            }
        }
    }

    private func register(_ server: TestServer, _ uri: String) async throws -> Response {
        let document: JSONValue = [
            "redirect_uris": ["https://good.example.com/cb", .string(uri)],
            "token_endpoint_auth_method": "none",
        ]
        return try await server.post(
            "/oauth/register", json: String(decoding: document.serialized(), as: UTF8.self))
    }
}
