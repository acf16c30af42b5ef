import Foundation
import JSON
import Support
import Testing

/// What somebody does who edits the shipped file: the running server is what the file says.
@Suite("the server follows its manifest")
struct ManifestEditTests {
    private static let metadata = "/.well-known/oauth-authorization-server"

    /// Its paths with a method that they have, and the member of the metadata that goes with it.
    struct Switch: Sendable, CustomTestStringConvertible {
        let route: String
        let method: String
        let paths: [String]
        var member: String?
        /// Routes that have no purpose without it.
        var dependents: [String] = []
        /// Further lines of the file that would be errors without this route.
        var edits: [ManifestEdit] = []
        var testDescription: String { route }
    }

    @Test(
        "a route that is switched off answers as a path that never was, is not advertised, and the log says why",
        arguments: [
            Switch(route: "metadata", method: "GET", paths: [metadata]),
            Switch(
                route: "authorize", method: "GET", paths: ["/oauth/authorize", "/authorize"],
                member: "authorization_endpoint", dependents: ["fake_login", "fake_callback", "logout"]),
            Switch(
                route: "token", method: "POST", paths: ["/oauth/token", "/token"], member: "token_endpoint",
                edits: [.route("authorize", "enabled: false")]),
            Switch(
                route: "register", method: "POST", paths: ["/oauth/register", "/register"],
                member: "registration_endpoint"),
            Switch(
                route: "introspect", method: "POST", paths: ["/oauth/introspect", "/introspect"],
                member: "introspection_endpoint"),
            Switch(
                route: "revoke", method: "POST", paths: ["/oauth/revoke", "/revoke"],
                member: "revocation_endpoint"),
            Switch(
                route: "fake_login", method: "GET", paths: ["/fakeupstreamauth/authorize"],
                edits: [.route("authorize", "enabled: false")]),
            Switch(
                route: "fake_callback", method: "GET", paths: ["/fakeupstreamauth/callback"],
                edits: [.route("authorize", "enabled: false")]),
            Switch(route: "logout", method: "POST", paths: ["/logout"]),
            Switch(route: "health", method: "GET", paths: ["/health"]),
        ])
    func switchedOff(_ item: Switch) async throws {
        try await TestServer.run([.route(item.route, "enabled: false")] + item.edits) {
            (server) async throws in
            #expect(server.switchedOff(item.route)?.hasPrefix("\(item.route) (enabled: false, line ") == true)
            for accept in ["*/*", "text/html"] {
                let headers = [("Accept", accept)]
                for path in item.paths {
                    let off = try await server.send(item.method, path, headers: headers)
                    let unknown = try await server.send(item.method, "/nonsense", headers: headers)
                    #expect(off.status == 404)
                    #expect(off.body == unknown.body, "\(path)")
                    #expect(server.log.text.contains("route \(item.route) is off (enabled: false, line "))
                }
            }
            for dependent in item.dependents {
                #expect(
                    server.switchedOff(dependent) == "\(dependent) (needs oauth.authorize, which is off)")
            }
            guard item.route != "metadata" else { return }
            let document = try await server.get(Self.metadata).json
            if let member = item.member { #expect(document[member] == nil) }
            for path in item.paths { #expect(!document.serialized().contains(path.utf8)) }
        }
    }

    @Test("a path that is changed is the one advertised and served, and the old one is gone")
    func otherPath() async throws {
        try await TestServer.run([
            .replace("path: /oauth/token\n    aliases: [/token]", with: "path: /t\n    aliases: [/t2, /t3]")
        ]) { (server) async throws in
            #expect(
                try await server.get(Self.metadata).json["token_endpoint"] == .string(server.issuer + "/t"))
            for path in ["/t", "/t2", "/t3"] { #expect(try await server.get(path).status == 405) }
            for path in ["/oauth/token", "/token"] { #expect(try await server.get(path).status == 404) }
        }
    }

    @Test("the whole login moves to other paths, and a person still gets through")
    func otherLogin() async throws {
        try await TestServer.run([
            .replace("path: /fakeupstreamauth/authorize", with: "path: /login"),
            .replace("path: /fakeupstreamauth/callback", with: "path: /login/done"),
            .replace("path: /oauth/authorize", with: "path: /ask"),
        ]) { (server) async throws in
            let browser = Browser(server)
            let client = TestClient.demo(server)
            let consent = try await browser.open(client.authorizePath(path: "/ask"))
            #expect(consent.text.contains(#"action="/ask""#))
            let login = try await browser.press(("decision", "approve"), on: consent)
            #expect(login.text.contains(#"action="/login""#))
            #expect(login.text.contains(server.issuer + "/login/done"))
            let answer = try await browser.press(("action", "finish"), on: login)
            #expect(answer.redirect("code") != nil)
        }
    }

    @Test("a list of origins lets those read the answers and nobody else")
    func origins() async throws {
        let edit = ManifestEdit.replace(
            "auth: client\n    cors: any\n    # Failures",
            with: "auth: client\n    cors: [\"https://app.example.com\"]\n    # Failures")
        try await TestServer.run([edit]) { (server) async throws in
            for (origin, allowed) in [
                ("https://app.example.com", "https://app.example.com"), ("https://evil.example", nil),
            ] {
                let answer = try await server.post(
                    "/oauth/token", form: [:], headers: [("Origin", origin)])
                #expect(answer["access-control-allow-origin"] == allowed)
                #expect(answer["vary"]?.contains("Origin") == true)
            }
        }
    }

    @Test("same-origin sends no CORS field, not even on a preflight")
    func sameOrigin() async throws {
        try await TestServer.run([
            .replace("handler: oauth.register\n    cors: any", with: "handler: oauth.register")
        ]) { (server) async throws in
            let headers = [("Origin", "https://a.example"), ("Access-Control-Request-Method", "POST")]
            let preflight = try await server.send("OPTIONS", "/oauth/register", headers: headers)
            #expect(preflight.status == 204)
            let answer = try await server.post("/oauth/register", json: "{}", headers: headers)
            for response in [preflight, answer] {
                #expect(!response.headers.contains { $0.name.lowercased().hasPrefix("access-control-") })
            }
        }
    }

    @Test("a rate limit counts one route, tells a program in JSON and a person on a page, and ends")
    func rateLimit() async throws {
        try await TestServer.run([.route("authorize", "rate_limit: 2/10s")]) { (server) async throws in
            for _ in 0..<2 { #expect(try await server.get("/oauth/authorize").status == 400) }
            let page = try await server.get("/authorize", headers: [("Accept", "text/html")])
            expectPage(page, status: 429)
            #expect(page.text.contains("Too many requests"))
            #expect(page["retry-after"] == "10")
            #expect(page["ratelimit-limit"] == "2")
            #expect(try await server.get("/oauth/authorize").error == "too_many_requests")
            #expect(try await server.get("/oauth/token").status == 405)
            server.clock.advance(by: .seconds(10))
            #expect(try await server.get("/oauth/authorize").status == 400)
        }
    }

    @Test("fields, lifetimes and options of a route are those of the file")
    func options() async throws {
        try await TestServer.run([
            .route("metadata", "headers: { X-Note: mine }"), .replace("cache: 5m", with: "cache: 1h"),
            .replace("  access_token: 1h", with: "  access_token: 20s"),
            .grantTypes("authorization_code"),
            .replace("[none, client_secret_basic, client_secret_post, private_key_jwt]", with: "[none]"),
            .replace(
                "    grant_types: [authorization_code, refresh_token]",
                with: "    grant_types: [authorization_code]"),
        ]) { (server) async throws in
            let answer = try await server.get(Self.metadata)
            #expect(answer["x-note"] == "mine")
            #expect(answer["cache-control"] == "public, max-age=3600")
            #expect(answer.json["grant_types_supported"] == ["authorization_code"])
            #expect(answer.json["token_endpoint_auth_methods_supported"] == ["none"])
            let tokens = try await TestClient.demo(server).tokens()
            #expect(tokens.response.json["expires_in"] == 20)
            #expect(tokens.refresh == nil)
        }
    }

    @Test("a template that is changed is what people see")
    func template() async throws {
        let folder = try TestFolder()
        defer { folder.remove() }
        let file = folder.path + "/templates/consent.html"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        try text.replacing("It would be able to", with: "Among other things, it may")
            .write(toFile: file, atomically: true, encoding: .utf8)
        let server = try await TestServer.start(folder)
        let consent = try await TestClient.demo(server).authorize()
        await server.stop()
        expectConsent(consent)
        #expect(consent.text.contains("Among other things, it may"))
    }

    @Test("resources and scopes of the file are what can be asked for")
    func vocabulary() async throws {
        try await TestServer.run([
            .replace(
                "  mcp:admin:\n    description: Use its administrative tools as well\n    advertised: false",
                with: "  files:\n    description: Read your files\n   "),
            .replace("scopes: [mcp, mcp:admin]", with: "scopes: [mcp, files]"),
        ]) { (server) async throws in
            #expect(
                try await server.get(Self.metadata).json["scopes_supported"] == [
                    "mcp", "files", "offline_access",
                ])
            let client = TestClient.demo(server)
            let consent = try await client.authorize(["scope": "mcp files"])
            #expect(consent.text.contains("Read your files"))
            expectError("invalid_scope", try await client.authorize(["scope": "mcp:admin"]), of: client)
        }
    }
}
