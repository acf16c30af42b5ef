import Foundation
import Glibc
import JSON
import ManifestDiff
import Support
import Testing
import Timeline
import WireText

@testable import AuthorizationServer

@Suite("files that are read again while the server runs")
struct ReloadTests {
    @Test("what the files say is served from the next request on, on connections that were open before")
    func taken() async throws {
        try await TestServer.run { server in
            let before = try await server.plan()
            #expect(try await server.get("/health").status == 200)
            try server.edit(
                .route("register", "enabled: false"), .replace("access_token: 1h", with: "access_token: 5m"))
            let report = try await server.reload()
            let subjects = try #require(report.subjects)
            #expect(subjects.contains("routes.register") && subjects.contains("tokens.access_token"))
            #expect(try await server.post("/oauth/register", json: "{}").status == 404)
            let metadata = try await server.get("/.well-known/oauth-authorization-server").json
            #expect(metadata["registration_endpoint"] == nil)
            let tokens = try await TestClient.demo(server).tokens()
            #expect(tokens.response.json["expires_in"] == 300)
            let after = try await server.plan()
            #expect(after.digest != before.digest)
            #expect(!after.isNewerRefused)
        }
    }

    @Test("a file that can't be served changes nothing, health says so, and mending it is enough")
    func refused() async throws {
        try await TestServer.run { server in
            let before = try await server.plan()
            let good = try server.manifestText()
            try server.edit(.replace("handler: oauth.token", with: "handler: oauth.tokn"))
            let report = try await server.reload()
            #expect(!report.isTaken)
            #expect(report.text.contains("did you mean"))
            #expect(report.text.contains("^"))
            #expect(
                report.text.contains("1 error, not taken over; the plan \(before.digest) goes on serving"))
            let during = try await server.plan()
            #expect(during.digest == before.digest)
            #expect(during.isNewerRefused)
            _ = try await TestClient.demo(server).tokens()

            try server.write(good)
            #expect(try await server.reload().isTaken)
            let after = try await server.plan()
            #expect(after.digest == before.digest)
            #expect(!after.isNewerRefused)
        }
    }

    @Test(
        "one change that needs a restart refuses the whole file with that sentence, and its line",
        arguments: [
            (RestartNeed.port, "port: ${AUTH_SERVER_PORT:-3001}", "port: 4711"),
            (.issuer, "issuer: ${AUTH_SERVER_URL:-}", "issuer: http://localhost:4711"),
            (.bind, "bind: ${AUTH_SERVER_BIND:-}", "bind: 127.0.0.1"),
            (.secret, "\nserver:\n", "\nserver:\n  secret: 0123456789abcdef0123456789abcdef\n"),
        ])
    func needsRestart(need: RestartNeed, old: String, new: String) async throws {
        try await TestServer.run { server in
            let before = try await server.plan()
            try server.edit(.replace(old, with: new), .route("register", "enabled: false"))
            let report = try await server.reload()
            guard case .refused(.needsRestart(let restarts)) = report.outcome else {
                Issue.record("\(report.text)")
                return
            }
            #expect(restarts.map(\.need).contains(need))
            #expect(report.text.contains("\(need.rawValue) is another"))
            #expect(report.text.contains("that needs a restart"))
            let value = try #require(new.split(separator: "\n").last)
            let lines = try server.manifestText().split(separator: "\n", omittingEmptySubsequences: false)
            let line = try #require(lines.firstIndex { $0.contains(value) }) + 1
            let place = try #require(restarts.first { $0.need == need }?.place)
            #expect(place.hasSuffix("/routes.yaml:\(line)"))
            #expect(report.text.contains(place))
            #expect(!report.text.contains("0123456789abcdef"))
            #expect(try await server.post("/oauth/register", json: "{}").status != 404)
            #expect(try await server.plan().digest == before.digest)
        }
    }

    @Test("another store needs a restart")
    func anotherStore() async throws {
        try await TestServer.run([.controlled]) { server in
            let old = TestStore.isRedis ? "\n  key_prefix: \"" : "\n  data: data\n"
            let new = TestStore.isRedis ? "\n  key_prefix: \"other:" : "\n  data: elsewhere\n"
            try server.edit(.replace(old, with: new))
            let report = try await server.reload()
            guard case .refused(.needsRestart(let restarts)) = report.outcome else {
                Issue.record("\(report.text)")
                return
            }
            #expect(restarts.map(\.need) == [.store])
        }
    }

    @Test("logins that wait, sessions and tokens go on")
    func goesOn() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let consent = try await browser.open(client.authorizePath())
            try server.edit(.replace("code_attempts: 5", with: "code_attempts: 4"))
            #expect(try await server.reload().isTaken)
            let login = try await browser.follow(try await browser.decide("approve", on: consent))
            try server.edit(.replace("code_attempts: 4", with: "code_attempts: 3"))
            #expect(try await server.reload().isTaken)
            let answer = try await browser.follow(try await browser.login("finish", on: login, as: "ada"))
            let tokens = try Tokens(try await client.redeem(answer.redirect("code") ?? ""))
            try server.edit(.replace("code_attempts: 3", with: "code_attempts: 2"))
            #expect(try await server.reload().isTaken)
            #expect(try await server.isActive(tokens.access))
            _ = try Tokens(try await client.refresh(try #require(tokens.refresh)))
            // Who is logged in there is not asked again who it is.
            #expect(try shownUser(try await browser.loginPage(of: client)) == "ada")
        }
    }

    @Test("windows of rate limits go on, of routes and of logins")
    func windows() async throws {
        try await TestServer.run([
            .replace("rate_limit: 60/1m", with: "rate_limit: 3/1m"),
            .replace(
                "rate: 30/1m                  # how often one login",
                with: "rate: 1/1m                  # how often one login"),
        ]) { server in
            let client = try await TestClient.register(server)
            _ = try await TestClient.register(server)
            let tokens = try await client.tokens()
            let next = try Tokens(try await client.refresh(try #require(tokens.refresh)))
            try server.edit(.replace("code_attempts: 5", with: "code_attempts: 4"))
            #expect(try await server.reload().isTaken)
            _ = try await TestClient.register(server)
            #expect(try await server.post("/oauth/register", json: "{}").status == 429)
            #expect(try await client.refresh(try #require(next.refresh)).status == 429)
        }
    }

    @Test("a flow whose client is removed in its middle ends with a clear error")
    func clientGone() async throws {
        try await TestServer.run { server in
            let client = TestClient.demo(server)
            let browser = Browser(server)
            let consent = try await browser.open(client.authorizePath())
            let visitor = Browser(server)
            let login = try await visitor.loginPage(of: client)
            let code = try await client.code()
            let tokens = try await client.tokens()
            try server.edit(.replace("client_id: demo-client", with: "client_id: another-client"))
            #expect(try await server.reload().isTaken)
            expectPage(try await browser.decide("approve", on: consent))
            expectPage(try await visitor.follow(try await visitor.login("finish", on: login, as: "ada")))
            #expect(
                server.decisions.reasons.suffix(2) == [
                    "AuthorizationReason.clientUnregistered", "AuthorizationReason.clientUnregistered",
                ])
            let redeemed = try await client.redeem(code)
            #expect(redeemed.status == 401)
            #expect(redeemed.json["error"] == "invalid_client")
            let refreshed = try await client.refresh(try #require(tokens.refresh))
            #expect(refreshed.json["error"] == "invalid_client")
        }
    }

    @Test(
        "nothing goes to a redirect URI that is removed, neither a code nor an error",
        arguments: [true, false])
    func redirectGone(isConsented: Bool) async throws {
        try await TestServer.run { server in
            let browser = Browser(server)
            let client = TestClient.demo(server)
            let page =
                isConsented
                ? try await browser.loginPage(of: client) : try await browser.open(client.authorizePath())
            try server.edit(.replace("\"http://127.0.0.1/callback\", ", with: ""))
            #expect(try await server.reload().isTaken)
            let answer =
                isConsented
                ? try await browser.follow(try await browser.login("finish", on: page, as: "ada"))
                : try await browser.decide("deny", on: page)
            expectPage(answer)
        }
    }

    @Test("what is asked for and not there any more is refused at the client, as if it had never been")
    func scopeGone() async throws {
        try await TestServer.run { server in
            let browser = Browser(server)
            let client = TestClient.demo(server)
            let consent = try await browser.open(client.authorizePath(["scope": "mcp mcp:admin"]))
            try server.edit(
                .replace("scopes: [mcp, mcp:admin]", with: "scopes: [mcp]"),
                .replace(
                    "  mcp:admin:\n    description: Use its administrative tools as well\n    advertised: false            # not in scopes_supported, where some clients ask for all they find; granted to those who ask\n",
                    with: ""))
            let report = try await server.reload()
            #expect(report.isTaken, "\(report.text)")
            let answer = try await browser.decide("approve", on: consent)
            expectError("invalid_scope", answer, of: client, status: 303)
        }
    }

    @Test("a flow whose login is switched off in its middle ends at a page that nobody serves")
    func loginGone() async throws {
        try await TestServer.run { server in
            let browser = Browser(server)
            let login = try await browser.loginPage(of: TestClient.demo(server))
            try server.edit(.route("authorize", "enabled: false"), .route("fake_login", "enabled: false"))
            let report = try await server.reload()
            #expect(report.isTaken, "\(report.text)")
            #expect(try await browser.login("finish", on: login, as: "ada").status == 404)
        }
    }

    @Test("templates, and files that the manifest names, are read again")
    func otherFiles() async throws {
        try await TestServer.run(
            [
                .replace(
                    "\nroutes:\n",
                    with:
                        "\nroutes:\n  robots:\n    path: /robots.txt\n    methods: [GET]\n    handler: respond.file\n    with: { file: robots.txt }\n"
                ),
                .replace(
                    "\nclients:\n",
                    with:
                        "\nclients:\n  - client_id: batch\n    secret_file: batch.secret\n    token_endpoint_auth_method: client_secret_basic\n    grant_types: [client_credentials]\n    scopes: [mcp]\n"
                ),
            ], files: ["robots.txt": "one\n", "batch.secret": "a-secret-that-is-long-enough-for-everybody"]
        ) { server in
            #expect(try await server.get("/robots.txt").text == "one\n")
            try server.write("two\n", to: "robots.txt")
            try server.write("another-secret-that-is-long-enough-for-it", to: "batch.secret")
            let page = try server.contents(of: "templates/error.html")
            try server.write(
                page.replacing("</main>", with: "<p>as it is now</p></main>"), to: "templates/error.html")
            let report = try await server.reload()
            #expect(report.isTaken, "\(report.text)")
            for file in ["robots.txt", "batch.secret", "templates/error.html"] {
                #expect(report.text.contains(file))
            }
            #expect(!report.text.contains("long-enough"))
            #expect(try await server.get("/robots.txt").text == "two\n")
            let missing = try await server.send("GET", "/nowhere", headers: [("Accept", "text/html")])
            #expect(missing.text.contains("as it is now"))
            let batch = TestClient(
                server: server, id: "batch", secret: "another-secret-that-is-long-enough-for-it",
                redirectURI: "", method: "client_secret_basic")
            #expect(try await batch.token(["grant_type": "client_credentials"]).status == 200)
        }
    }

    @Test("what is as it was is not taken over again")
    func unchanged() async throws {
        try await TestServer.run { server in
            let before = try await server.plan()
            server.clock.advance(by: .seconds(5))
            guard case .unchanged = try await server.reload().outcome else {
                Issue.record("it was taken over")
                return
            }
            #expect(try await server.plan() == before)
        }
    }

    @Test("what would be waited for is refused at once")
    func pipe() async throws {
        try await TestServer.run { server in
            let before = try await server.plan()
            try FileManager.default.removeItem(atPath: server.manifest.file.path)
            #expect(mkfifo(server.manifest.file.path, 0o600) == 0)
            let report = try await server.reload()
            #expect(report.text.contains("no file that can be read a second time"))
            #expect(try await server.plan().digest == before.digest)
        }
    }

    @Test("files that are gone, or hold no text, are refused and named")
    func broken() async throws {
        try await TestServer.run { server in
            let path = server.manifest.file.path
            for bytes in [
                Data(), Data([0, 1, 2]), Data(repeating: 0x5b, count: 5_000), Data("version: 1\n".utf8),
            ] {
                try bytes.write(to: URL(fileURLWithPath: path))
                #expect(try await server.reload().isTaken == false)
            }
            try FileManager.default.removeItem(atPath: path)
            #expect(try await server.reload().text.contains("No such file or directory"))
            #expect(try await server.plan().isNewerRefused)
        }
    }

    @Test(
        "what is saved after the files were read, and before they are watched, is taken over; a page is such a file",
        arguments: [false, true])
    func between(isPage: Bool) async throws {
        let folder = try TestFolder(store: try await TestStore.section())
        defer { folder.remove() }
        let name = isPage ? "templates/error.html" : "routes.yaml"
        let url = URL(fileURLWithPath: folder.path).appendingPathComponent(name)
        let text = try String(contentsOf: url, encoding: .utf8)
        let (old, new) =
            isPage
            ? ("</main>", "<p>another page</p></main>")
            : ("\n  register:\n", "\n  register:\n    enabled: false\n")
        try #require(text.contains(old))
        let server = try await TestServer.start(
            folder,
            meanwhile: {
                try text.replacingOccurrences(of: old, with: new).write(
                    to: url, atomically: true, encoding: .utf8)
            })
        do {
            try await eventually("it is served") {
                if isPage {
                    let page = try await server.get("/nowhere", headers: [("Accept", "text/html")])
                    return page.text.contains("another page") ? () : nil
                }
                return try await server.post("/oauth/register", json: "{}").status == 404 ? () : nil
            }
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    @Test("the timeline goes on over a plan, and ends with its route")
    func timeline() async throws {
        try await TestServer.run { server in
            _ = try await TestClient.demo(server).tokens()
            let seen = try #require(server.timeline).summaries().count
            #expect(seen > 0)
            try server.edit(.replace("access_token: 1h", with: "access_token: 2h"))
            try await server.reload()
            #expect(server.timeline?.summaries().count == seen)
            try server.edit(.route("flows", "enabled: false"))
            try await server.reload()
            #expect(server.timeline == nil)
        }
    }
}

/// Which plan health says serves.
private struct ShownPlan: Equatable {
    let digest: String
    let since: Int64
    let isNewerRefused: Bool
}

extension TestServer {
    fileprivate func plan() async throws -> ShownPlan {
        let plan = try #require(try await get("/health").json["plan"]?.object)
        return ShownPlan(
            digest: try #require(plan["digest"]?.string?.shown), since: try #require(plan["since"]?.integer),
            isNewerRefused: plan["newer_refused"] == true)
    }
}

extension ReloadReport {
    /// What is different; nil where nothing was taken over.
    fileprivate var subjects: [String]? {
        guard case .taken(let diff, _, _) = outcome else { return nil }
        return diff.differences.map(\.subject)
    }
}
