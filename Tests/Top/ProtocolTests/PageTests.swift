import Foundation
import JSON
import Support
import Testing
import WireText

@Suite("every page, over HTTP")
struct PageTests {
    @Test("every page forbids framing, caching, sniffing, referrers and scripts of others")
    func headers() async throws {
        try await TestServer.run { server in
            for (name, page) in try await everyPage(server) {
                #expect(page["content-type"] == "text/html; charset=utf-8", "\(name)")
                #expect(page.all("cache-control") == ["no-store"], "\(name)")
                #expect(page.all("x-frame-options") == ["DENY"], "\(name)")
                #expect(page.all("referrer-policy") == ["no-referrer"], "\(name)")
                #expect(page.all("x-content-type-options") == ["nosniff"], "\(name)")
                let policies = page.all("content-security-policy")
                #expect(policies.count == 1, "\(name)")
                let directives = (policies.first ?? "").split(separator: ";").map {
                    $0.trimmingCharacters(in: .whitespaces)
                }
                #expect(directives.contains("default-src 'none'"), "\(name)")
                #expect(directives.contains("frame-ancestors 'none'"), "\(name)")
                #expect(directives.contains("base-uri 'none'"), "\(name)")
                #expect(!directives.contains { $0.hasPrefix("form-action") }, "\(name)")
                for source in directives.filter({ $0.hasPrefix("script-src") }).flatMap({
                    $0.split(separator: " ").dropFirst()
                }) { #expect(source.hasPrefix("'sha256-"), "\(name)") }
                #expect(!directives.contains { $0.contains("unsafe") }, "\(name)")
            }
        }
    }

    @Test("no page has a script where something is decided, or fetches anything")
    func noScript() async throws {
        try await TestServer.run { server in
            for (name, page) in try await everyPage(server) {
                let text = page.text.lowercased()
                #expect(name == "start" || !text.contains("<script"), "\(name)")
                for mark in ["javascript:", "<iframe", "<object", "<img", " style=", "url(http"] {
                    #expect(!text.contains(mark), "\(name) has \(mark)")
                }
                #expect(text.firstMatch(of: /<[^>]* on[a-z]+\s*=/) == nil, "\(name)")
                #expect(text.firstMatch(of: /<[^>]* src\s*=/) == nil, "\(name)")
                #expect(text.hasPrefix("<!doctype html>"), "\(name)")
            }
        }
    }

    @Test("what a request brings along can't become markup on a page")
    func reflection() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server, redirectURI: "https://app.example.com/cb")
            let hostile = "\"'><script>alert(1)</script>"
            let pages = [
                try await client.authorize(["state": hostile + "state"]),
                try await client.authorize(["state": hostile + "state", "scope": "files"]),
                try await client.authorize(["client_id": hostile]),
                try await client.authorize(["redirect_uri": "https://evil.example/" + hostile]),
                try await client.authorize(["scope": hostile]),
                try await client.authorize(["resource": "https://evil.example/" + hostile]),
                try await client.authorize(["login_hint": hostile]),
                try await server.get("/fakeupstreamauth/callback?state=" + percentEncode(hostile + "state")),
                try await server.get(
                    "/fakeupstreamauth/authorize?state=" + percentEncode(hostile + "state") + "&redirect_uri="
                        + percentEncode(server.issuer + "/fakeupstreamauth/callback")),
                try await server.get(
                    "/nothing/" + percentEncode(hostile), headers: [("Accept", "text/html")]),
            ]
            for page in pages {
                #expect(page.status == 200 || page.status == 400 || page.status == 404)
                #expect(page["content-type"] == "text/html; charset=utf-8")
                #expect(!page.text.contains("<script"))
                #expect(!page.text.contains("\"'>"))
            }
        }
    }

    @Test("redirects leak no referrer and are not cached, and none of them repeats a form (RFC 9700 §4.12)")
    func redirects() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let consent = try await browser.open(client.authorizePath())
            let approved = try await browser.decide("approve", on: consent)
            let login = try await browser.follow(approved)
            let loggedIn = try await browser.login("finish", on: login)
            let code = try await browser.get(loggedIn.location ?? "")
            let denied = try await browser.decide(
                "deny", on: try await browser.open(client.authorizePath()))
            let refused = try await client.authorize(["scope": "files"])
            for (answer, status) in [
                (approved, 303), (loggedIn, 303), (code, 302), (denied, 303), (refused, 302),
            ] {
                #expect(answer.status == status)
                #expect(answer.all("location").count == 1)
                #expect(answer.all("cache-control") == ["no-store"])
                #expect(answer.all("referrer-policy") == ["no-referrer"])
            }
        }
    }

    @Test("no web page of another origin may read consent or login: there is no CORS")
    func noCORS() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let own = percentEncode(server.issuer + "/fakeupstreamauth/callback")
            let origin = ("Origin", "https://evil.example")
            let paths = [
                client.authorizePath(), client.authorizePath(path: "/authorize"),
                client.authorizePath(["client_id": "nobody"]),
                "/fakeupstreamauth/authorize?state=s&redirect_uri=" + own,
                "/fakeupstreamauth/callback?state=s",
            ]
            for path in paths {
                let answer = try await server.get(path, headers: [origin])
                let preflight = try await server.send(
                    "OPTIONS", path, headers: [origin, ("Access-Control-Request-Method", "POST")])
                for response in [answer, preflight] {
                    #expect(!response.headers.contains { $0.name.lowercased().hasPrefix("access-control-") })
                }
            }
        }
    }

    @Test("cookies are HttpOnly and SameSite=Lax, for this host and the whole of it")
    func cookies() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let consent = try await browser.open(client.authorizePath())
            let login = try await browser.follow(try await browser.decide("approve", on: consent))
            let finished = try await browser.login("finish", on: login)
            let lines = [consent, login, finished].flatMap { $0.all("set-cookie") }
            #expect(lines.count == 3)
            for line in lines {
                let attributes = cookieAttributes(line)
                #expect(attributes.isSuperset(of: ["httponly", "samesite=lax", "path=/"]))
                #expect(!attributes.contains { $0.hasPrefix("domain") })
            }
            let names = browser.cookieNames
            #expect(names.count == 3 && names[0].hasPrefix("mcp_auth_browser_"))
            #expect(names.dropFirst() == ["mcp_auth_session", "mcp_auth_user"])
            #expect(try await browser.get(client.authorizePath()).all("set-cookie").isEmpty)
        }
    }

    @Test("with an https issuer cookies are Secure and under the __Host- prefix")
    func secureCookies() async throws {
        let port = String(try freePort())
        let environment = ["AUTH_SERVER_URL": "https://localhost:8443", "AUTH_SERVER_PORT": port]
        try await TestServer.run(environment: environment) { server in
            let here = "http://127.0.0.1:" + port
            let registered = try await server.post(
                here + "/oauth/register",
                json: """
                    {"redirect_uris": ["\(TestClient.redirectURI)"], "token_endpoint_auth_method": "none"}
                    """)
            let client = TestClient(
                server: server, id: registered.json["client_id"]?.string?.shown ?? "", secret: nil,
                method: "none")
            let callback = percentEncode("https://localhost:8443/fakeupstreamauth/callback")
            let consent = try await server.get(here + client.authorizePath())
            expectConsent(consent)
            let login = try await server.get(
                here + "/fakeupstreamauth/authorize?state=s&redirect_uri=" + callback)
            let lines = [consent, login].flatMap { $0.all("set-cookie") }
            #expect(lines.count == 3)
            for line in lines {
                #expect(line.hasPrefix("__Host-mcp_auth_"))
                let attributes = cookieAttributes(line)
                #expect(attributes.isSuperset(of: ["secure", "httponly", "samesite=lax", "path=/"]))
                #expect(!attributes.contains { $0.hasPrefix("domain") })
            }
        }
    }

    @Test("no code, state, token, secret or cookie is ever logged")
    func log() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server, method: "client_secret_basic")
            let browser = Browser(server)
            let state = "state-of-the-client"
            let consent = try await browser.open(client.authorizePath(["state": state]))
            let login = try await browser.follow(try await browser.decide("approve", on: consent))
            let callback = try await browser.login("finish", on: login).location ?? ""
            let answer = try await browser.get(callback)
            let code = try #require(answer.redirect("code"))
            var secrets = [state, code, client.secret ?? "", TestClient.verifier, TestClient.challenge]
            secrets += query(callback).map(\.value)
            // Who somebody is at the fake login is what the log tells, and a suggestion of that page.
            let names = browser.cookieNames.filter { !$0.hasSuffix("mcp_auth_user") }
            secrets += names.compactMap(browser.cookie)
            for page in [consent, login] {
                for mark in ["name=\"csrf\" value=\"", "name=\"request\" value=\""] {
                    if let value = text(of: page, from: mark, to: "\"") { secrets.append(value) }
                }
            }
            let wrong = "wrong-secret-wrong-secret-wrong-secret-wrong"
            _ = try await client.redeem(code, ["code_verifier": wrong])
            let tokens = try Tokens(try await client.redeem(code))
            let refreshed = try Tokens(try await client.refresh(tokens.refresh ?? ""))
            for each in [tokens, refreshed] { secrets += [each.access, each.refresh ?? each.access] }
            // Then everything goes wrong.
            _ = try await client.redeem(code)
            _ = try await client.refresh(wrong)
            _ = try await browser.get(callback)
            _ = try await browser.decide("deny", on: consent)
            _ = try await Browser(server).decide("approve", on: consent)
            _ = try await client.authorize(["state": state, "scope": "files"])
            _ = try await client.authorize(["state": state, "client_id": "nobody"])
            _ = try await client.authorize(["state": state], adding: "&state=" + state)
            _ = try await server.get("/nothing?code=" + code + "&state=" + state)
            _ = try await server.introspect(wrong)
            _ = try await client.revoke(refreshed.access)
            _ = try await server.post(
                "/oauth/introspect", form: ["token": refreshed.access],
                headers: [("Authorization", basic("x", wrong))])
            let log = server.log.text
            #expect(server.log.all.count > 20)
            for secret in secrets + [wrong] {
                #expect(secret.count > 15)
                #expect(!log.contains(secret), "\(secret)")
                #expect(!log.contains(percentEncode(secret)), "\(secret)")
            }
        }
    }

    @Test("an unknown path is a page for a browser and JSON for a program")
    func notFound() async throws {
        try await TestServer.run { server in
            let page = try await server.get("/nothing", headers: [("Accept", "text/html,*/*;q=0.8")])
            #expect(page.status == 404)
            #expect(page["content-type"] == "text/html; charset=utf-8")
            let json = try await server.get("/nothing", headers: [("Accept", "application/json")])
            #expect(json.status == 404)
            #expect(json["content-type"]?.hasPrefix("application/json") == true)
        }
    }

    private func everyPage(_ server: TestServer) async throws -> [(String, Response)] {
        let client = try await TestClient.register(server)
        let web = try await TestClient.register(server, redirectURI: "https://app.example.com/cb")
        let browser = Browser(server)
        let consent = try await browser.open(client.authorizePath())
        let login = try await browser.follow(try await browser.decide("approve", on: consent))
        return [
            ("consent", consent), ("login", login),
            ("login with a problem", try await browser.login("use", on: login, as: "a b")),
            ("error", try await client.authorize(["client_id": "nobody"])),
            ("error with a way on", try await web.authorize(["scope": "files"])),
            ("callback error", try await browser.get("/fakeupstreamauth/callback?state=bogus")),
            ("start", try await browser.get("/")), ("signed out", try await browser.post("/logout", [:])),
            ("not found", try await server.get("/nothing", headers: [("Accept", "text/html")])),
        ]
    }

    private func cookieAttributes(_ line: String) -> Set<String> {
        Set(
            line.split(separator: ";").dropFirst().map {
                $0.trimmingCharacters(in: .whitespaces).lowercased()
            })
    }
}
