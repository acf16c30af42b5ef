import JSON
import Support
import Testing

/// A name of `server.development_hosts` is trusted for plain http and the demo login, and for nothing else.
@Suite("a server on a network for development")
struct DevelopmentHostTests {
    private static let hosts = ManifestEdit.replace(
        "  # development_hosts: [auth, host.docker.internal]\n",
        with: "  development_hosts: [auth, host.docker.internal]\n")

    /// - Parameter issuerPort: Of the issuer; by itself the one listened on.
    private func run(
        _ edits: [ManifestEdit] = [], host: String = "auth", at issuerPort: Int? = nil,
        _ test: (TestServer, Int) async throws -> Void
    ) async throws {
        let port = try freePort()
        // On Redis, whoever is not alone on this machine has to say what its processes share.
        let secret = ManifestEdit.replace(
            "  # secret_file: /etc/mcp-auth/secret\n",
            with: "  secret: \(String(repeating: "s", count: 44))\n")
        try await TestServer.run(
            [Self.hosts, secret] + edits,
            environment: [
                "AUTH_SERVER_URL": "http://\(host):\(issuerPort ?? port)", "AUTH_SERVER_PORT": "\(port)",
            ]
        ) { try await test($0, port) }
    }

    @Test("the whole flow runs under its name, to a client that is reached by such a name too")
    func flow() async throws {
        try await run { (server, port) async throws in
            let client = try await TestClient.register(
                server, redirectURI: "http://host.docker.internal:6274/callback")
            let browser = Browser(server)
            let answer = try await client.approve(in: browser)
            #expect(answer.location?.hasPrefix("http://host.docker.internal:6274/callback?code=") == true)
            #expect(answer.redirect("iss") == "http://auth:\(port)")
            let tokens = try Tokens(await client.redeem(answer.redirect("code") ?? ""))
            #expect(try await server.introspect(tokens.access).json["iss"] == .string("http://auth:\(port)"))
            // Without https a cookie can't be `Secure`, nor have a prefix that asks for it.
            #expect(!browser.cookieNames.isEmpty && !browser.cookieNames.contains { $0.hasPrefix("__") })
        }
    }

    @Test("consent and login say that plain http is trusted there, and name the hosts")
    func notice() async throws {
        let words = "For development only: plain http to <bdi>"
        try await run { (server, port) async throws in
            for (redirect, named) in [
                ("http://127.0.0.1:7777/callback", "auth:\(port)"),
                ("http://host.docker.internal:6274/cb", "auth:\(port) and host.docker.internal:6274"),
                ("http://auth:\(port)/cb", "auth:\(port)"),
            ] {
                let browser = Browser(server)
                let client = try await TestClient.register(server, redirectURI: redirect)
                let consent = try await browser.open(client.authorizePath())
                #expect(consent.text.contains("\(words)\(named)</bdi>"))
                let login = try await browser.press(("decision", "approve"), on: consent)
                #expect(login.text.contains("\(words)auth:\(port)</bdi>"))
            }
        }
        // A listed name that nothing goes to is not worth a word.
        try await TestServer.run([Self.hosts]) { (server) async throws in
            let browser = Browser(server)
            let consent = try await browser.open(try await TestClient.register(server).authorizePath())
            #expect(!consent.text.contains(words))
            let login = try await browser.press(("decision", "approve"), on: consent)
            #expect(login.status == 200 && !login.text.contains(words))
        }
    }

    @Test("pages answer to these names with the issuer's port or the one listened on, and to no others")
    func pages() async throws {
        for host in ["auth", "localhost"] {
            try await run(host: host, at: 8080) { (server, port) async throws in
                for (host, isOwn) in [
                    ("auth:8080", true), ("AUTH:\(port)", true), ("host.docker.internal:\(port)", true),
                    ("localhost:\(port)", true), ("127.0.0.1:8080", true), ("[::1]:8080", true),
                    ("auth", false), ("auth:1", false), ("other:8080", false),
                    ("auth.evil.example:8080", false),
                    ("docker.internal:8080", false), ("a.host.docker.internal:8080", false),
                ] {
                    for path in ["/oauth/authorize", "/fakeupstreamauth/authorize"] {
                        let answer = try await server.get(
                            "http://127.0.0.1:\(port)\(path)", headers: [("Host", host)])
                        #expect((answer.status != 421) == isOwn, "\(host) \(path)")
                    }
                }
            }
        }
    }

    @Test("a page under a name that could be listed says so; under a listed one, which issuer would fit")
    func misdirected() async throws {
        try await run { (server, port) async throws in
            for (host, remedy) in [
                ("mcp-auth:\(port)", "mcp-auth is this server on a network for development, list it"),
                ("auth:1", "AUTH_SERVER_URL=http://auth:1"),
                ("auth.example.com", "AUTH_SERVER_URL=https://auth.example.com"),
            ] {
                let answer = try await server.get("/oauth/authorize", headers: [("Host", host)])
                #expect(answer.status == 421)
                #expect(answer.text.contains(remedy), "\(answer.text)")
            }
        }
    }

    @Test(
        "no such name gives loopback trust: as issuer not at all, beside a loopback issuer only to that one")
    func introspection() async throws {
        try await run { (server, port) async throws in
            let metadata = try await server.get("/.well-known/oauth-authorization-server").json
            #expect(
                metadata["introspection_endpoint_auth_methods_supported"]
                    == ["client_secret_basic", "client_secret_post"])
            for host in ["auth:\(port)", "localhost:\(port)", "127.0.0.1:\(port)"] {
                expectUnauthorized(
                    try await server.post(
                        "/oauth/introspect", form: ["token": "x"], headers: [("Host", host)]))
            }
            expectInactive(try await server.introspect("x"))
        }
        try await run(host: "localhost") { (server, port) async throws in
            for (host, isTrusted) in [("localhost:\(port)", true), ("auth:\(port)", false)] {
                let answer = try await server.post(
                    "/oauth/introspect", form: ["token": "x"], headers: [("Host", host)])
                #expect((answer.status == 200) == isTrusted)
            }
        }
    }

    @Test("plain http redirect URIs are registered for these names alone, and compared with their port")
    func redirects() async throws {
        try await run { (server, _) async throws in
            for (uri, isTaken) in [
                ("http://auth/cb", true), ("http://host.docker.internal:3080/cb", true),
                ("https://auth/cb", true), ("http://mcp/cb", false), ("http://auth.internal/cb", false),
                ("http://me@auth/cb", false), ("http://auth/cb#x", false), ("http://10.0.0.7/cb", false),
                ("http://auth.example.com/cb", false),
            ] {
                let answer = try await server.post(
                    "/oauth/register", json: "{\"redirect_uris\":[\"\(uri)\"]}")
                #expect(answer.status == (isTaken ? 201 : 400), "\(uri)")
                if !isTaken { #expect(answer.error == "invalid_redirect_uri") }
            }
            let client = try await TestClient.register(server, redirectURI: "http://auth:7777/cb")
            expectConsent(try await client.authorize())
            expectPage(try await client.authorize(["redirect_uri": "http://auth:7778/cb"]))
            // What nobody has agreed to yet doesn't lead away by itself: the name may be anybody's.
            let refused = try await client.authorize(["response_type": "token"])
            #expect(refused.status == 400 && refused.location == nil)
        }
    }

    @Test("it listens on this machine, until bind says otherwise")
    func bind() async throws {
        try await run { (server, port) async throws in
            #expect(server.addresses == ["127.0.0.1:\(port)", "[::1]:\(port)"])
        }
        let open = ManifestEdit.replace("  bind: ${AUTH_SERVER_BIND:-}\n", with: "  bind: [0.0.0.0]\n")
        try await run([open]) { (server, port) async throws in
            #expect(server.addresses == ["0.0.0.0:\(port)"])
            #expect(try await server.get("/health").status == 200)
        }
    }
}
