import JSON
import RedisServers
import Support
import Testing

/// A limit on the metadata document, which no store is needed for; and the whole server behind proxies.
extension ManifestEdit {
    fileprivate static func limit(_ limit: String) -> ManifestEdit {
        .replace("cache: 5m\n    rate_limit: none", with: "cache: 5m\n    rate_limit: \(limit)")
    }

    fileprivate static func trust(_ proxies: String) -> ManifestEdit {
        .replace("\nserver:\n", with: "\nserver:\n  trusted_proxies: [\(proxies)]\n")
    }
}

extension TestServer {
    /// Asks for the metadata from 127.0.0.1, with these lines of `X-Forwarded-For`.
    fileprivate func fetch(_ forwarded: [String] = []) async throws -> Response {
        let port = issuer.split(separator: ":").last ?? ""
        return try await send(
            "GET", "http://127.0.0.1:\(port)/.well-known/oauth-authorization-server",
            headers: forwarded.map { ("X-Forwarded-For", $0) })
    }

    fileprivate func expects(
        _ status: Int, _ forwarded: String..., sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        #expect(try await fetch(forwarded).status == status, sourceLocation: sourceLocation)
    }

    /// How many of so many requests at most are admitted before one is refused.
    fileprivate func admitted(_ forwarded: String, atMost: Int = 10) async throws -> Int {
        for number in 0..<atMost {
            guard try await fetch([forwarded]).status == 200 else { return number }
        }
        return atMost
    }
}

/// Runs a test against two processes of one manifest on one Redis, with a clock that moves for both.
private func withTwo(
    _ edits: [ManifestEdit], storeGrace: Duration? = nil,
    test: (TestServer, TestServer, RedisServer) async throws -> Void
) async throws {
    let redis = try await RedisServer.start()
    let folder = try TestFolder(edits)
    defer { folder.remove() }
    let clock = MovableClock()
    let one = try await TestServer.start(
        folder, environment: ["REDIS_URL": redis.url], clock: clock, storeGrace: storeGrace)
    let two = try await TestServer.start(
        folder, environment: ["REDIS_URL": redis.url], clock: clock, storeGrace: storeGrace)
    try await one.isHealthy()
    try await two.isHealthy()
    let result: Result<Void, any Error>
    do { result = .success(try await test(one, two, redis)) } catch { result = .failure(error) }
    await one.stop()
    await two.stop()
    try result.get()
}

extension TestServer {
    /// Returns when its store can be used. What health says is up to a second old, so that second passes first.
    fileprivate func isHealthy() async throws {
        try await eventually("the server has Redis") {
            clock.advance(by: .seconds(1))
            return try await get("/health").status == 200 ? () : nil
        }
    }
}

@Suite("limits that processes share, over HTTP", .timeLimit(.minutes(10)))
struct SharedRateLimitTests {
    @Test("two processes on one Redis count together")
    func together() async throws {
        try await withTwo([.limit("{ rate: 4/1h, shared: true }")]) { one, two, _ in
            for server in [one, two, two, one] { try await server.expects(200) }
            for server in [one, two] { try await server.expects(429) }
        }
    }

    @Test("not shared, which holds where nothing is said: each counts for itself")
    func instance() async throws {
        for limit in ["2/1h", "{ rate: 2/1h, shared: false }"] {
            try await withTwo([.limit(limit)]) { one, two, redis in
                for server in [one, two] {
                    let admitted = try await server.admitted("")
                    #expect(admitted == 2)
                }
                #expect(try await redis.command("KEYS", "auth:limit:*") == "")
            }
        }
    }

    @Test("the window closes for all of them at once, and those who come back when told so are served")
    func window() async throws {
        try await withTwo([.limit("{ rate: 1/1h, shared: true }")]) { one, two, _ in
            try await one.expects(200)
            one.clock.advance(by: .seconds(600))
            #expect(try await two.fetch()["Retry-After"] == "3000")
            one.clock.advance(by: .seconds(2999))
            try await two.expects(429)
            one.clock.advance(by: .seconds(1))
            try await two.expects(200)
            try await one.expects(429)
        }
    }

    @Test("clients behind one proxy are told apart, in whichever process they arrive")
    func proxied() async throws {
        let edits: [ManifestEdit] = [
            .limit("{ rate: 2/1h, shared: true }"), .trust("127.0.0.1, 10.0.0.0/8"),
        ]
        try await withTwo(edits) { one, two, _ in
            for client in ["203.0.113.7", "203.0.113.8", "2001:db8::1"] {
                try await one.expects(200, client)
                try await two.expects(200, client + ", 10.0.0.2")
                try await one.expects(429, client)
                // Whatever the client has written before it.
                try await two.expects(429, "198.51.100.1, \(client)")
                try await two.expects(429, "198.51.100.1", client, "10.0.0.2")
            }
            try await one.expects(429, "2001:db8::2")
            try await one.expects(200, "[2001:db8:0:1::1]:443")
        }
    }

    @Test("what is in Redis names nobody, and ends with the window")
    func privacy() async throws {
        let edits: [ManifestEdit] = [.limit("{ rate: 5/1h, shared: true }"), .trust("127.0.0.1")]
        try await withTwo(edits) { one, _, redis in
            try await one.expects(200, "203.0.113.7")
            let keys = try await redis.command("KEYS", "auth:limit:*").split(separator: "\n").map(String.init)
            #expect(keys.count == 1)
            let key = try #require(keys.first)
            #expect(key.hasPrefix("auth:limit:metadata:{") && key.utf8.count == 65)
            #expect(try await redis.command("GET", key).hasSuffix(" 1"))
            let rest = try #require(Int(try await redis.command("TTL", key)))
            #expect((1...3600).contains(rest))
        }
    }

    @Test(
        "Redis is gone: each process counts alone, says so once, and counts with the others when it is back")
    func outage() async throws {
        try await withTwo(
            [.limit("{ rate: 3/1h, shared: true }")], storeGrace: .milliseconds(250)
        ) { one, two, redis in
            #expect(try await one.admitted("") == 3)
            try await two.expects(429)
            try await redis.kill()
            for server in [one, two] {
                #expect(try await server.admitted("") == 3)
                try await server.expects(429)
                let notices = server.log.all.filter { $0.contains("counted by each process alone") }
                #expect(notices.count == 1)
                #expect(notices.first?.hasPrefix("warning ") == true)
            }
            try await redis.restart()
            try await one.isHealthy()
            try await two.isHealthy()
            // What Redis had counted went with it.
            try await one.expects(200)
            #expect(try await two.admitted("") == 2)
            try await one.expects(429)
        }
    }

    @Test("a store that no other process has: shared means what instance means")
    func memory() async throws {
        try await TestServer.run([.limit("{ rate: 2/1h, shared: true }")]) { server in
            for _ in 0..<2 {
                let admitted = try await server.admitted("")
                #expect(admitted == 2)
                server.clock.advance(by: .seconds(3600))
            }
        }
    }

    @Test("browsers are shown a page, which is no more cached or framed than any other")
    func page() async throws {
        for limit in ["1/1h", "{ rate: 1/1h, shared: true }"] {
            try await withTwo([.route("authorize", "rate_limit: \(limit)"), .trust("127.0.0.1, \"::1\"")]) {
                one, _, _ in
                let headers = [("X-Forwarded-For", "203.0.113.7")]
                _ = try await one.get("/oauth/authorize", headers: headers)
                let page = try await one.get(
                    "/oauth/authorize", headers: headers + [("Accept", "text/html,*/*;q=0.8")])
                expectPage(page, status: 429)
                #expect(page["Retry-After"] == "3600")
                #expect(page["RateLimit-Limit"] == "1")
                let answer = try await one.get("/oauth/authorize", headers: headers)
                #expect(answer.status == 429)
                #expect(answer.json["error"] == "too_many_requests")
            }
        }
    }
}

@Suite("clients behind proxies, over HTTP")
struct TrustedProxyTests {
    private static let limit = ManifestEdit.limit("2/1h")

    @Test("what a peer forwards that is no trusted proxy is ignored: it can't choose its address")
    func spoofed() async throws {
        try await TestServer.run([Self.limit, .trust("10.0.0.0/8")]) { server in
            try await server.expects(200, "203.0.113.1")
            try await server.expects(200, "203.0.113.2")
            try await server.expects(429, "203.0.113.3")
            try await server.expects(429, "10.0.0.1")
            #expect(server.log.text.contains("peer=127.0.0.1"))
            #expect(!server.log.text.contains("203.0.113"))
        }
    }

    @Test("without trusted proxies all clients behind one share its limits")
    func untrusted() async throws {
        try await TestServer.run([Self.limit]) { server in
            for client in 1...2 { try await server.expects(200, "203.0.113.\(client)") }
            try await server.expects(429, "203.0.113.3")
        }
    }

    @Test("a trusted proxy that says nothing, or nothing that can be read, stands for its clients itself")
    func silent() async throws {
        try await TestServer.run([Self.limit, .trust("127.0.0.1")]) { server in
            try await server.expects(200)
            try await server.expects(200, "203.0.113.1, unknown")
            try await server.expects(429, "203.0.113.2, _x")
            try await server.expects(200, "203.0.113.2")
        }
    }

    @Test("the log says who the client is")
    func log() async throws {
        try await TestServer.run([.trust("127.0.0.1")]) { server in
            _ = try await server.fetch(["198.51.100.1, [2001:db8::7]:443"])
            #expect(
                server.log.all.contains { $0.contains("peer=2001:db8::7") && $0.contains("route=metadata") })
        }
    }

    @Test("nobody is trusted as a program on this machine who comes by a proxy, whatever that forwards")
    func loopback() async throws {
        try await TestServer.run([.trust("127.0.0.1, \"::1\"")]) { server in
            let access = try await TestClient.register(server).tokens().access
            for forwarded in [[], ["127.0.0.1"], ["::1"], ["203.0.113.7"]] {
                let answer = try await server.post(
                    "/oauth/introspect", form: ["token": access],
                    headers: forwarded.map { ("X-Forwarded-For", $0) })
                #expect(answer.status == 401)
                #expect(!answer.text.contains("active"))
            }
            #expect(try await server.isActive(access), "with credentials it is well")
        }
    }
}

@Suite("limits of failures, over HTTP")
struct FailureLimitTests {
    private static let limit = ManifestEdit.replace("rate: 120/1m", with: "rate: 3/1h")

    @Test("a full window of failures refuses further ones, with the numbers to wait by, and no refresh")
    func token() async throws {
        try await TestServer.run([Self.limit]) { server in
            let client = try await TestClient.register(server)
            var tokens = try await client.tokens()
            for _ in 0..<3 { expectInvalidGrant(try await client.redeem("mac_x")) }
            server.clock.advance(by: .seconds(600))
            for _ in 0..<2 {
                let refusal = try await client.redeem("mac_x")
                #expect(refusal.status == 429)
                #expect(refusal.error == "too_many_requests")
                #expect(refusal["retry-after"] == "3000")
                #expect(refusal["ratelimit-limit"] == "3")
                #expect(refusal["ratelimit-remaining"] == "0")
                #expect(refusal["ratelimit-reset"] == "3000")
                #expect(refusal["cache-control"] == "no-store")
                #expect(refusal["access-control-allow-origin"] == "*")
            }
            for _ in 0..<5 { tokens = try Tokens(await client.refresh(tokens.refresh ?? "")) }
            _ = try await client.tokens()
            server.clock.advance(by: .seconds(3000))
            expectInvalidGrant(try await client.redeem("mac_x"))
        }
    }

    @Test("every kind of failure counts, at the alias too; what succeeds does not")
    func kinds() async throws {
        try await TestServer.run([Self.limit]) { server in
            let client = try await TestClient.register(server)
            for _ in 0..<5 { _ = try await client.tokens() }
            #expect(try await server.post("/token", form: ["client_id": "nobody"]).status == 401)
            #expect(try await server.post("/oauth/token", json: "{}").status == 400)
            #expect(try await client.token(["grant_type": "password"]).error == "unsupported_grant_type")
            #expect(try await client.token(["grant_type": "password"]).status == 429)
            // It is the limit of that route, and counts what comes there.
            #expect(try await client.revoke("mrt_x").status == 200)
        }
    }

    @Test("a store that is away is no failure of the client: 503 neither counts nor becomes 429")
    func outage() async throws {
        try await TestServer.run([Self.limit]) { server in
            let client = try await TestClient.register(server)
            let tokens = try await client.tokens()
            server.store.failure = .isGone
            for _ in 0..<5 { #expect(try await client.refresh(tokens.refresh ?? "").status == 503) }
            server.store.failure = nil
            for _ in 0..<3 { expectInvalidGrant(try await client.redeem("mac_x")) }
            #expect(try await client.redeem("mac_x").status == 429)
            server.store.failure = .isGone
            #expect(try await client.refresh(tokens.refresh ?? "").status == 503)
            server.store.failure = nil
            #expect(try await client.refresh(tokens.refresh ?? "").status == 200)
        }
    }

    @Test("at revocation too: who can't authenticate is refused at last, who can never is")
    func revocation() async throws {
        let edit = ManifestEdit.replace(
            "rate: 600/1m, only: failures }", with: "rate: 2/1h, only: failures }")
        try await TestServer.run([edit]) { server in
            let client = try await TestClient.register(server, method: "client_secret_post")
            for status in [401, 401, 429] {
                let answer = try await server.post(
                    "/oauth/revoke", form: ["client_id": client.id, "client_secret": "x", "token": "mrt_x"])
                #expect(answer.status == status)
            }
            for _ in 0..<5 { #expect(try await client.revoke("mrt_x").status == 200) }
        }
    }

    @Test("two processes on one Redis count failures together, and neither refuses what succeeds")
    func shared() async throws {
        let edit = ManifestEdit.replace(
            "rate: 120/1m, only: failures", with: "rate: 3/1h, only: failures, shared: true")
        try await withTwo([edit]) { one, two, redis in
            for server in [one, two, two] {
                #expect(try await server.post("/oauth/token", form: ["client_id": "nobody"]).status == 401)
            }
            for server in [one, two] {
                let answer = try await server.post("/oauth/token", form: ["client_id": "nobody"])
                #expect(answer.status == 429)
                #expect(answer["retry-after"] == "3600")
            }
            let client = try await TestClient.register(one)
            #expect(try await client.tokens().response.status == 200)
            let keys = try await redis.command("KEYS", "auth:limit:*").split(separator: "\n")
            #expect(keys.count == 1 && keys[0].hasPrefix("auth:limit:token:"))
        }
    }
}
