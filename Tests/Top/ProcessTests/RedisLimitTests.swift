import RedisServers
import Testing

@Suite("Rate limits of several processes on one Redis")
struct RedisLimitTests {
    /// Two processes that let three requests an hour fail at the token endpoint, and what they tell Redis.
    private func withTwo(
        isShared: Bool = true, trusting proxies: String? = nil,
        test: (Crowd, RedisServer) async throws -> Void
    ) async throws {
        let redis = try await RedisServer.start()
        let place = try Workplace(redis: redis.url)
        try place.edit("rate: 120/1m, only: failures }", "rate: 3/1h, only: failures, shared: \(isShared) }")
        if let proxies {
            try place.edit("\nserver:\n", "\nserver:\n  trusted_proxies: [\(proxies)]\n")
        }
        let crowd = try await Crowd(2, at: place)
        let monitor = try await RedisMonitor(redis)
        try await test(crowd, redis)
        let told = try await monitor.end()
        #expect(told.contains("auth:limit:token:") == isShared)
        #expect(!told.contains("203.0.113"), "no address of a client gets there")
        for key in try await redis.command("KEYS", "auth:limit:*").split(separator: "\n") {
            let rest = try #require(Int(try await redis.command("TTL", String(key))))
            #expect((1...3600).contains(rest), "\(key) ends with its window")
        }
        try await crowd.stop()
    }

    @Test("two processes count a client together, whatever it claims to forward")
    func direct() async throws {
        try await withTwo { crowd, redis in
            let (one, two) = (crowd.wires[0], crowd.wires[1])
            for (number, wire) in [one, two, two].enumerated() {
                try await wire.expects(.service, "203.0.113.\(number)")
            }
            for (number, wire) in [one, two].enumerated() {
                try await wire.expects(.refusal, "203.0.113.\(number + 3)")
                try await wire.expects(.refusal)
            }
            #expect(try await redis.command("KEYS", "auth:limit:*").split(separator: "\n").count == 1)
        }
    }

    @Test("behind a trusted proxy each of its clients has a limit of its own, in both of them together")
    func proxied() async throws {
        try await withTwo(trusting: "127.0.0.1, \"::1\"") { crowd, redis in
            let (one, two) = (crowd.wires[0], crowd.wires[1])
            for client in ["203.0.113.1", "203.0.113.2"] {
                for wire in [one, two, one] { try await wire.expects(.service, client) }
                // What stands left of it the client has written itself.
                try await two.expects(.refusal, "203.0.113.9, \(client)")
                try await one.expects(.refusal, client)
            }
            #expect(try await redis.command("KEYS", "auth:limit:*").split(separator: "\n").count == 2)
        }
    }

    @Test("a limit of one instance is counted by each of them, and Redis hears nothing of it")
    func instance() async throws {
        try await withTwo(isShared: false) { crowd, _ in
            for wire in crowd.wires {
                for _ in 1...3 { try await wire.expects(.service) }
                try await wire.expects(.refusal)
            }
        }
    }
}

extension Wire {
    fileprivate enum Outcome {
        /// The answer that an unknown client is given.
        case service
        case refusal
    }

    /// Asks for a token, forwarded for this address.
    fileprivate func expects(
        _ outcome: Outcome, _ forwarded: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let form = "grant_type=authorization_code&client_id=nobody&code=none"
        let answer =
            if let forwarded {
                try await post("/oauth/token", form: form, headers: ["X-Forwarded-For": forwarded])
            } else { try await post("/oauth/token", form: form) }
        switch outcome {
        case .service: #expect(answer.status == 401, "\(answer.body)", sourceLocation: sourceLocation)
        case .refusal:
            #expect(answer.status == 429, "\(answer.body)", sourceLocation: sourceLocation)
            let wait = answer.header("Retry-After").first.flatMap { Int($0) } ?? 0
            #expect((3000...3600).contains(wait), sourceLocation: sourceLocation)
        }
    }
}
