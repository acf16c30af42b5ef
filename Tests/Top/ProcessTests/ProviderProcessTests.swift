import Foundation
import JSON
import RedisServers
import Support
import Testing
import WireText

/// The programs, one on the embedded store or three on one Redis, with people who sign in at a provider.
final class ProviderPlace: Sendable {
    enum Store: String, CaseIterable, Sendable {
        case embedded
        case redis
    }

    let place: Workplace
    let provider: AuthlibProvider
    let redis: RedisServer?
    let servers: [ServerProcess]
    let ports: [Int]
    /// Each request goes to any of the processes.
    let wire: Wire
    let client: String

    init(_ store: Store, _ lines: [String] = ["keep_tokens: true", "on_refresh: check"]) async throws {
        redis = store == .redis ? try await RedisServer.start() : nil
        place = try Workplace(redis: redis?.url)
        try place.edit(
            "rotation: replay\n    window: 30s\n    rate: 30/1m",
            "rotation: replay\n    window: 30s\n    rate: none")
        provider = try await AuthlibProvider(at: place)
        let arguments = try Self.arguments(provider.manifest(lines), at: place)
        ports = [place.port] + (store == .redis ? [try freePort(), try freePort()] : [])
        var servers: [ServerProcess] = []
        for port in ports { servers.append(try await place.serve(arguments, port: port)) }
        self.servers = servers
        wire = Wire(issuer: place.issuer, ports: ports)
        client = try #require(try await wire.register()["client_id"]?.string?.shown)
    }

    /// What has a server send people to a provider, and nowhere else.
    static func arguments(_ manifest: String, at place: Workplace) throws -> [String] {
        let overlay = "corp.yaml"
        try manifest.write(
            to: place.folder.appendingPathComponent(overlay), atomically: true, encoding: .utf8)
        let fake = ["fake_login", "fake_callback", "logout"]
        return ["--overlay", overlay] + fake.flatMap { ["--disable", $0] }
    }

    /// A new login.
    func tokens() async throws -> (access: String, refresh: String) {
        var visitor = Visitor(wire)
        let code = try await visitor.code(client, at: provider)
        return try Self.tokens(try await wire.redeem(code, of: client))
    }

    static func tokens(_ answer: Answer) throws -> (access: String, refresh: String) {
        guard let access = answer["access_token"]?.string?.shown,
            let refresh = answer["refresh_token"]?.string?.shown
        else { throw TestFailure("\(answer.status) \(answer.body)") }
        return (access, refresh)
    }

    func isActive(_ token: String) async throws -> Bool {
        try await wire.introspect(token)["active"]?.bool == true
    }

    /// Ends all, and finds nothing of the provider's in what they wrote.
    func stop() async throws {
        let given = try await provider.given()
        #expect(!given.isEmpty)
        var kept = Data()
        if let redis {
            let path = place.folder.appendingPathComponent("dump.rdb").path
            try await redis.command("CONFIG", "SET", "rdbcompression", "no")
            try await redis.command("--rdb", path)
            kept += try Data(contentsOf: URL(fileURLWithPath: path))
            #expect(kept.range(of: Data("auth:".utf8)) != nil)
        }
        for server in servers where server.process.exit == nil {
            #expect(try await server.stop() == .status(0))
        }
        let data = place.folder.appendingPathComponent("data")
        for file in try FileManager.default.subpathsOfDirectory(atPath: data.path) {
            kept += (try? Data(contentsOf: data.appendingPathComponent(file))) ?? Data()
        }
        for secret in given {
            #expect(kept.range(of: Data(secret.utf8)) == nil, "kept as it is")
            for server in servers { #expect(!server.output.contains(secret), "in a log") }
        }
    }
}

@Suite("logins at a provider of somebody else's, over one process and over three", .serialized)
struct ProviderProcessTests {
    @Test(
        "of many refreshes at once, to whatever process, one asks the provider; all have one answer",
        arguments: ProviderPlace.Store.allCases)
    func refreshes(_ store: ProviderPlace.Store) async throws {
        let place = try await ProviderPlace(store)
        var tokens = try await place.tokens()
        for round in 1...5 {
            try await place.provider.control("delay", ["seconds": round == 1 ? "0.5" : "0"])
            let token = tokens.refresh
            let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                for _ in 0..<24 {
                    group.addTask { try await place.wire.refresh(token, of: place.client) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.map(\.status) == Array(repeating: 200, count: 24))
            let all = try answers.map { try ProviderPlace.tokens($0) }
            #expect(Set(all.map(\.access)).count == 1)
            tokens = try #require(all.first)
            #expect(try await place.provider.counts()["refresh_token"] == Int64(round))
        }
        #expect(try await place.provider.counts()["reused"] == nil)
        #expect(try await place.isActive(tokens.access))
        try await place.stop()
    }

    @Test(
        "keys that rotate, an outage within the grace and beyond it, and a login that ends there",
        arguments: ProviderPlace.Store.allCases)
    func life(_ store: ProviderPlace.Store) async throws {
        let place = try await ProviderPlace(
            store, ["keep_tokens: true", "on_refresh: check", "upstream_grace: 2s"])
        let first = try await place.tokens()
        try await place.provider.control("rotate-keys")
        var tokens = try await place.tokens()
        #expect(try await place.isActive(first.access))

        try await place.provider.control("outage", ["on": "true"])
        let goesOn = try await place.wire.refresh(tokens.refresh, of: place.client)
        tokens = try ProviderPlace.tokens(goesOn)
        let refused = try await eventually("the grace is over") { () -> Answer? in
            let answer = try await place.wire.refresh(tokens.refresh, of: place.client)
            if answer.status == 200 { tokens = try ProviderPlace.tokens(answer) }
            return answer.status == 200 ? nil : answer
        }
        #expect(refused.status == 503)
        #expect(refused.header("Retry-After") == ["1"])
        #expect(refused["error"]?.string?.shown == "temporarily_unavailable")
        #expect(try await place.isActive(tokens.access))
        try await place.provider.control("outage", ["on": "false"])
        tokens = try ProviderPlace.tokens(try await place.wire.refresh(tokens.refresh, of: place.client))

        try await place.provider.control("end-logins")
        let ended = try await place.wire.refresh(tokens.refresh, of: place.client)
        #expect(ended.status == 400)
        #expect(ended["error"]?.string?.shown == "invalid_grant")
        #expect(try await !place.isActive(tokens.access))
        #expect(try await place.provider.counts()["reused"] == nil)
        if let redis = place.redis {
            #expect(try await redis.command("KEYS", "auth:kept-login:*").split(separator: "\n").count == 1)
        }
        try await place.stop()
    }

    @Test(
        "a client library goes from 401 to a tool's answer and through a refresh, and the provider was asked",
        arguments: [("mcp2", "client_mcp2.py"), ("authlib", "client_authlib.py")])
    func client(_ environment: String, _ script: String) async throws {
        let place = try Workplace()
        let provider = try await AuthlibProvider(at: place)
        let demo = try await place.demo(try ProviderPlace.arguments(provider.manifest(), at: place))
        let python = try await PythonEnvironment(environment, in: place.folder)
        let result = try await python.run(
            script, [],
            [
                "AUTH_SERVER_URL": place.issuer, "BASE_URI": place.environment["BASE_URI"] ?? "",
                "PROVIDER_URL": provider.issuer,
            ], in: place.folder, seconds: 240)
        #expect(result.exit == .status(0), "\(result.output)\nthe servers\n\(demo.output)")
        #expect(try await provider.counts()["refresh_token"] ?? 0 > 0)
        let output = demo.output
        for secret in try await provider.given() { #expect(!output.contains(secret), "in a log") }
        try await demo.stop()
    }

    @Test(
        "a process that is killed while it asks holds up others for as long as its lease lives, and no longer"
    )
    func killed() async throws {
        let place = try await ProviderPlace(.redis)
        try await place.provider.control("rotation", ["on": "false"])
        try await place.provider.control("delay", ["seconds": "3"])
        let tokens = try await place.tokens()
        let asking = Task {
            try? await Wire(issuer: place.place.issuer, ports: [place.ports[0]])
                .refresh(tokens.refresh, of: place.client)
        }
        try await eventually("it is asked") {
            try await place.provider.counts()["refresh_token"] == 1 ? true : nil
        }
        try await place.servers[0].stop(SIGKILL)
        _ = await asking.value
        let others = Wire(issuer: place.place.issuer, ports: Array(place.ports.dropFirst()))
        try await place.provider.control("delay", ["seconds": "0"])
        let busy = try await others.refresh(tokens.refresh, of: place.client)
        #expect(busy.status == 503)
        let after = try ProviderPlace.tokens(
            try await others.patiently.refresh(tokens.refresh, of: place.client))
        #expect(try await others.introspect(after.access)["active"]?.bool == true)
        #expect(try await place.provider.counts()["refresh_token"] == 2)
        try await place.stop()
    }
}

@Suite("consent, session and confused deputy, with people who sign in at a provider", .serialized)
struct ProviderDeputyTests {
    @Test("each case, on one process and on three", arguments: ProviderPlace.Store.allCases)
    func cases(_ store: ProviderPlace.Store) async throws {
        let place = try await ProviderPlace(store)
        let (wire, client, provider) = (place.wire, place.client, place.provider)
        let callback = "/upstream/\(AuthlibProvider.name)/callback"

        // Somebody who is signed in there, and has consented before, is asked for each new client, and for an old one again.
        var victim = Visitor(wire)
        _ = try await victim.code(client, at: provider)
        let other = try #require(try await wire.register()["client_id"]?.string?.shown)
        for asking in [other, client] {
            let consent = try await victim.open(Wire.authorization(asking))
            #expect(consent.status == 200)
            #expect(consent.body.contains("value=\"approve\""))
            #expect(consent.header("X-Frame-Options") == ["DENY"])
            #expect(consent.header("Referrer-Policy") == ["no-referrer"])
            let policy = consent.header("Content-Security-Policy").first ?? ""
            #expect(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe-inline"))
        }

        // A state is not made before consent, is for one browser, for one use, and for so long.
        if let redis = place.redis {
            #expect(try await redis.command("KEYS", "auth:t:state:*") == "")
        }
        var attacker = Visitor(wire)
        let begun = try await attacker.approve(client)
        let back = try await provider.signIn(begun)
        let foreign = try await victim.open(back)
        #expect(foreign.status == 400 && foreign.location == nil)
        let stranger = try await wire.get(back)
        #expect(stranger.status == 400 && stranger.location == nil)
        #expect(try await attacker.open(back).redirect("code") != nil, "and nobody spoiled it")
        let again = try await attacker.open(back)
        #expect(again.status == 400 && again.redirect("code") == nil)

        // The code of somebody else's login, put beside one's own state.
        let mine = try #require(query(try await provider.signIn(try await attacker.approve(client)))["code"])
        let state = try #require(query(try await provider.signIn(try await victim.approve(client)))["state"])
        let swapped = try await victim.open("\(callback)?" + Wire.encode(["code": mine, "state": state]))
        #expect(swapped.status >= 400 && swapped.location == nil, "\(swapped.body)")

        // Forced browsing.
        for forged in ["state=made&code=x&userId=victim", "code=x", "state=\(state)&code=x&sub=kim"] {
            let answer = try await victim.open("\(callback)?\(forged)")
            #expect(answer.status == 400 && answer.location == nil)
        }
        #expect(try await victim.open("/fakeupstreamauth/callback?state=s&code=c").status == 404)

        // No is no, with state and issuer; and silence asks nobody.
        let consent = try await victim.open(Wire.authorization(client, state: "of the client"))
        let denied = try await victim.press("decision", "deny", on: consent)
        #expect(denied.redirect("error") == "access_denied")
        #expect(denied.redirect("state") == "of the client")
        #expect(denied.redirect("iss") == place.place.issuer)
        let silent = try await victim.open(Wire.authorization(client) + "&prompt=none")
        #expect(["login_required", "consent_required"].contains(silent.redirect("error")))

        // What is gone between page and form begins anew.
        if let redis = place.redis {
            let late = try await victim.open(Wire.authorization(client))
            for key in try await redis.command("KEYS", "auth:t:pending:*").split(separator: "\n") {
                try await redis.command("DEL", String(key))
            }
            let answer = try await victim.press("decision", "approve", on: late)
            #expect(answer.status == 400 && answer.location == nil)
        }
        for cookie in try await wire.get(Wire.authorization(client)).header("Set-Cookie") {
            #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"))
        }
        #expect(try await provider.counts()["refresh_token"] == nil)
        try await place.stop()
    }

    private func query(_ location: String) -> [String: String] {
        let items = URLComponents(string: location)?.queryItems ?? []
        return Dictionary(items.map { ($0.name, $0.value ?? "") }) { first, _ in first }
    }
}
