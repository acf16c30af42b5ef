import Foundation
import JSON
import Testing

@Suite("the authorization endpoint, over HTTP")
struct AuthorizationEndpointTests {
    @Test("an unknown client gets a page and never a redirect (RFC 6749 §4.1.2.1)")
    func unknownClient() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            for id in [
                nil, "", "nobody", client.id + "x", client.id.uppercased(), client.id + "\u{0}",
                " " + client.id, "https://app.example.com/c",
            ] {
                expectPage(try await client.authorize(["client_id": id]))
                expectPage(try await client.authorize(["client_id": id, "response_type": "token"]))
            }
        }
    }

    @Test("a repeated client_id or redirect_uri gets a page, even when both values are right")
    func repeatedIdentity() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            expectConsent(try await client.authorize())
            expectPage(try await client.authorize(adding: "&client_id=" + client.id))
            expectPage(try await client.authorize(adding: "&client_id="))
            expectPage(
                try await client.authorize(adding: "&redirect_uri=" + percentEncode(client.redirectURI)))
            expectPage(try await client.authorize(adding: "&redirect_uri=https%3A%2F%2Fevil.example"))
        }
    }

    @Test(
        "any other repeated parameter is invalid_request by redirect (RFC 6749 §3.1)",
        arguments: [
            "response_type=code", "scope=mcp", "code_challenge=" + TestClient.challenge,
            "code_challenge_method=S256", "prompt=login&prompt=login", "foo=1&foo=2",
            "login_hint=ada&login_hint=ada",
        ])
    func repeatedParameter(_ addition: String) async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            expectError("invalid_request", try await client.authorize(adding: "&" + addition), of: client)
        }
    }

    @Test("a state that was repeated is not given back")
    func repeatedState() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let answer = try await client.authorize(adding: "&state=other")
            expectError("invalid_request", answer, of: client, state: nil)
        }
    }

    @Test("resource may be repeated (RFC 8707 §2), and the grant is for all that were named")
    func repeatedResource() async throws {
        let second = ManifestEdit.replace(
            "    scopes: [mcp, mcp:admin]\n",
            with:
                "    scopes: [mcp, mcp:admin]\n  - resource: https://api.example.com/mcp\n    name: Second\n    scopes: [mcp]\n"
        )
        try await TestServer.run([second]) { server in
            let client = try await TestClient.register(server)
            let same = try await client.authorize(adding: "&resource=" + percentEncode(TestClient.resource))
            expectConsent(same)
            let both = try await client.authorize(adding: "&resource=https%3A%2F%2Fapi.example.com%2Fmcp")
            expectConsent(both)
            #expect(both.text.contains("Second"))
            #expect(both.text.contains("https://api.example.com/mcp"))
            #expect(both.text.contains(TestClient.resource))
            let bad = try await client.authorize(adding: "&resource=https%3A%2F%2Fother.example.com%2Fmcp")
            expectError("invalid_target", bad, of: client)
        }
    }

    @Test("response_type is there and is code; implicit and hybrid are refused (OAuth 2.1 §4.1.1)")
    func responseType() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            for absent in [nil, ""] {
                expectError(
                    "invalid_request", try await client.authorize(["response_type": absent]), of: client)
            }
            for type in ["token", "code token", "id_token", "code id_token", "none", "CODE", "code "] {
                expectError(
                    "unsupported_response_type", try await client.authorize(["response_type": type]),
                    of: client)
            }
        }
    }

    @Test("response_mode is query, and request objects are refused instead of ignored (RFC 9101 §6.1)")
    func otherForms() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            expectConsent(try await client.authorize(["response_mode": "query"]))
            for changes in [
                ["response_mode": "fragment"], ["response_mode": "form_post"], ["request": "e30.e30."],
                ["request_uri": "https://app.example.com/request"],
            ] {
                expectError("invalid_request", try await client.authorize(changes), of: client)
            }
        }
    }

    @Test("a scope that this server does not know is invalid_scope (RFC 6749 §4.1.2.1)")
    func unknownScope() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            for scope in [
                "files", "mcp files", "MCP", "mcp\"", "mcp\\", "mcp,mcp:admin", "mcp:*", "mcp\tx", "ü",
            ] {
                expectError("invalid_scope", try await client.authorize(["scope": scope]), of: client)
            }
            expectConsent(try await client.authorize(["scope": "mcp mcp:admin offline_access"]))
        }
    }

    @Test("no scope, or an empty one, means what the client registered, or else the default")
    func defaultScope() async throws {
        try await TestServer.run { server in
            let plain = try await TestClient.register(server)
            #expect(try await plain.tokens(["scope": nil]).response.json["scope"] == "mcp")
            #expect(try await plain.tokens(["scope": ""]).response.json["scope"] == "mcp")
            let registered = try await TestClient.register(server, metadata: ["scope": "mcp mcp:admin"])
            #expect(try await registered.tokens(["scope": nil]).response.json["scope"] == "mcp mcp:admin")
            #expect(try await registered.tokens(["scope": ""]).response.json["scope"] == "mcp mcp:admin")
            let empty = try await TestClient.register(server, metadata: ["scope": ""])
            #expect(try await empty.tokens(["scope": nil]).response.json["scope"] == "mcp")
        }
    }

    @Test(
        "a registered scope is no ceiling for a client that registered itself: it steps up with the same id")
    func stepUp() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server, metadata: ["scope": "mcp"])
            #expect(
                try await client.tokens(["scope": "mcp mcp:admin"]).response.json["scope"] == "mcp mcp:admin")
        }
    }

    @Test("the scope of a pre-registered client is its ceiling and its default")
    func ceiling() async throws {
        let edit = ManifestEdit.replace(
            "    application_type: native\n", with: "    application_type: native\n    scopes: [mcp]\n")
        try await TestServer.run([edit]) { server in
            let client = TestClient.demo(server)
            expectConsent(try await client.authorize(["scope": "mcp"]))
            let wide = try await client.authorize(["scope": "mcp mcp:admin"])
            expectError("invalid_scope", wide, of: client)
            #expect(try await client.tokens(["scope": nil]).response.json["scope"] == "mcp")
        }
    }

    @Test(
        "a resource that is unknown, relative or has a fragment is invalid_target (RFC 8707 §2)",
        arguments: [
            "https://other.example.com/mcp", "http://localhost:3232/mcp#part", "http://localhost:3232/mcp#",
            "http://localhost:3232//", "http://localhost:3232/MCP", "http://localhost:3233/mcp",
            "https://localhost:3232/mcp",
            "http://127.0.0.1:3232/mcp", "/mcp", "mcp", "http://localhost:3232/mcp?x=1",
            "http://user@localhost:3232/mcp", "http://localhost:3232/%6dcp",
        ])
    func unknownResource(_ resource: String) async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            expectError("invalid_target", try await client.authorize(["resource": resource]), of: client)
        }
    }

    @Test("resources are compared as client libraries normalise them, and aud is the configured string")
    func normalisedResource() async throws {
        let cases = [
            ("https://api.example.com/mcp", "HTTPS://API.Example.com:443/mcp"),
            ("https://api.example.com", "https://api.example.com/"),
            ("https://api.example.com/", "https://api.example.com"),
            ("http://localhost:3232/mcp", "HTTP://LOCALHOST:3232/mcp"),
        ]
        for (configured, asked) in cases {
            let edit = ManifestEdit.replace("${BASE_URI:-http://localhost:3232}/mcp", with: configured)
            try await TestServer.run([.withoutSpellings, edit]) { server in
                let client = try await TestClient.register(server)
                let tokens = try await client.tokens(["resource": asked])
                #expect(try await server.introspect(tokens.access).json["aud"] == .string(configured))
            }
        }
    }

    @Test("a request without scope and resource is valid: the defaults apply")
    func defaults() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let tokens = try await client.tokens(["scope": nil, "resource": nil])
            let introspection = try await server.introspect(tokens.access).json
            #expect(introspection["aud"] == .string(TestClient.resource))
            #expect(introspection["scope"] == "mcp")
        }
    }

    @Test("unknown parameters are ignored (RFC 6749 §3.1)")
    func unknownParameters() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            expectConsent(try await client.authorize(adding: "&foo=bar&audience=x&ui_locales=de&nonce=1&=&x"))
        }
    }

    @Test("the authorization URL may be fetched twice and without cookies, and the first page still works")
    func fetchedTwice() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let first = try await browser.open(client.authorizePath())
            expectConsent(try await client.authorize())
            expectConsent(try await server.send("GET", client.authorizePath()))
            expectConsent(try await browser.open(client.authorizePath()))
            let login = try await browser.press(("decision", "approve"), on: first)
            let answer = try await browser.press(("action", "finish"), on: login)
            #expect(answer.redirect("code") != nil)
        }
    }

    @Test("HEAD answers as GET does, without a body")
    func head() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let answer = try await server.send("HEAD", client.authorizePath())
            #expect(answer.status == 200)
            #expect(answer.body.isEmpty)
        }
    }

    @Test("the request may also be posted as a form (RFC 6749 §3.1)")
    func postedRequest() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let body = client.authorizePath().split(separator: "?", maxSplits: 1)[1]
            let form = [("Content-Type", "application/x-www-form-urlencoded")]
            expectConsent(
                try await server.send("POST", "/oauth/authorize", headers: form, body: String(body)))
            expectPage(
                try await server.send(
                    "POST", "/oauth/authorize", headers: [("Content-Type", "application/json")], body: "{}"))
        }
    }

    @Test("prompt=none is login_required without a session, and consent_required with one")
    func promptNone() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let path = client.authorizePath(["prompt": "none"])
            expectError("login_required", try await browser.get(path), of: client)
            let page = try await browser.loginPage(of: client)
            expectError("login_required", try await browser.get(path), of: client)
            #expect(try await browser.press(("action", "finish"), on: page).redirect("code") != nil)
            expectError("consent_required", try await browser.get(path), of: client)
        }
    }

    @Test(
        "errors go at once to loopback, and for other clients to a page that names the host and links there")
    func whereErrorsGo() async throws {
        try await TestServer.run { server in
            let loopback = try await TestClient.register(server, redirectURI: "http://localhost:9/cb")
            expectError("invalid_scope", try await loopback.authorize(["scope": "files"]), of: loopback)

            let web = try await TestClient.register(server, redirectURI: "https://app.example.com/cb")
            let page = try await web.authorize(["scope": "files"])
            #expect(page.status == 400)
            #expect(page.location == nil)
            let link = try #require(text(of: page, from: "<a class=\"button wide\" href=\"", to: "\""))
            #expect(link.hasPrefix("https://app.example.com/cb?"))
            expectError("invalid_scope", in: query(link), of: web)
            #expect(page.text.contains("<bdi>app.example.com</bdi>"))

            let native = try await TestClient.register(server, redirectURI: "cursor://mcp/cb")
            let nativePage = try await native.authorize(["response_type": "token"])
            #expect(nativePage.status == 400)
            #expect(nativePage.location == nil)
            let nativeLink = try #require(
                text(of: nativePage, from: "<a class=\"button wide\" href=\"", to: "\""))
            expectError("unsupported_response_type", in: query(nativeLink), of: native)
        }
    }

    @Test("errors of a pre-registered client go to its redirect URI at once, wherever that is")
    func preRegisteredErrors() async throws {
        let edit = ManifestEdit.replace(
            "redirect_uris: [\"http://127.0.0.1/callback\"",
            with: "redirect_uris: [\"https://app.example.com/cb\", \"http://127.0.0.1/callback\"")
        try await TestServer.run([edit]) { server in
            let client = TestClient.demo(server, redirectURI: "https://app.example.com/cb")
            expectError("invalid_scope", try await client.authorize(["scope": "files"]), of: client)
            expectError(
                "invalid_request", try await client.authorize(["code_challenge": nil]), of: client)
        }
    }

    @Test("a request without state is answered without one")
    func noState() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let error = try await client.authorize(["state": nil, "scope": "files"])
            expectError("invalid_scope", error, of: client, state: nil)
            #expect(try await client.approve(["state": nil]).redirect.map(\.name) == ["code", "iss"])
        }
    }

    @Test("state comes back as it was sent, whatever it holds")
    func exactState() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            for state in [
                "&code=evil&iss=x#f", "a+b c%20d", "\"><script>", "{\"a\":[1]}", "ünï 🎈", "\r\nX: 1",
            ] {
                let error = try await client.authorize(["state": state, "scope": "files"])
                expectError("invalid_scope", error, of: client, state: state)
                let success = try await client.approve(["state": state])
                #expect(success.redirect.map(\.name) == ["code", "state", "iss"])
                #expect(success.redirect("state") == state)
            }
        }
    }

    @Test("a query that is not well-formed gets a page", arguments: ["%", "%zz", "%ff", "a=%c3%28"])
    func malformedQuery(_ addition: String) async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            expectPage(try await client.authorize(adding: "&" + addition))
        }
    }

    @Test("the alias answers as the path does")
    func alias() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            expectConsent(try await server.get(client.authorizePath(path: "/authorize")))
        }
    }

    @Test("other methods are refused with those that are allowed")
    func methods() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            for method in ["PUT", "DELETE", "PATCH"] {
                let answer = try await server.send(method, client.authorizePath())
                #expect(answer.status == 405)
                let allowed = (answer["allow"] ?? "").split(separator: ",").map {
                    $0.trimmingCharacters(in: .whitespaces)
                }
                #expect(Set(allowed).isSuperset(of: ["GET", "POST"]))
            }
        }
    }
}
