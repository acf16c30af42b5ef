import RedisServers
import Support
import Testing

@Suite("A node of a Redis Cluster that is lost under load", .serialized)
struct RedisFailoverTests {
    private let seed = Soak.seed
    /// Of `auth:probe`, which the health check writes: a process is well again when it follows this slot to its new node.
    private static let probeSlot = 6807

    /// Every change that matters waits for a replica, so whichever takes over has it; a registration or a code may be lost.
    @Test("its replica takes over, and what was spent or revoked stays so")
    func failover() async throws {
        var random = SeededRandom(seed: seed)
        for round in 1...(Soak.isOn ? 6 : 1) {
            try await failover(round, &random)
        }
    }

    private func failover(_ round: Int, _ random: inout SeededRandom) async throws {
        let cluster = try await RedisCluster.start(.appendOnly, replicas: true)
        let place = try Workplace(redis: cluster.url)
        try place.prepareForLoad()
        try place.edit(
            "redis_url: ${REDIS_URL:-}",
            "redis_url: ${REDIS_URL:-}\n  wait_for_replicas: 1")
        let crowd = try await Crowd(2, at: place)
        let victim = cluster.primary(of: Self.probeSlot)
        let outage = StoreOutage(before: 300, after: 300)
        let (known, record) = try await crowd.load(outage, &random) {
            try await victim.kill()
            let killed = ContinuousClock.now
            try await cluster.hasSuccessor(of: victim)
            let taken = killed.duration(to: .now).milliseconds
            for wire in crowd.wires {
                _ = try await eventually("every process follows") {
                    try await wire.get("/health").status == 200 ? () : nil
                }
            }
            let followed = killed.duration(to: .now).milliseconds
            print("cluster node killed: replaced after \(taken) ms, followed after \(followed) ms")
            // Without it the successor has no replica, and no revocation is confirmed.
            try await victim.restart()
            try await victim.followsPrimary()
        }
        #expect(crowd.areRunning, "\(crowd.output)")
        var lost = 0
        let when = "seed \(seed), round \(round)"
        _ = try await crowd.check(known, &random, when) { findings in
            let wrong = findings.filter { if case .wrong = $0 { true } else { false } }
            #expect(wrong == [], "\(when)")
            lost = findings.count
        }
        print("cluster round \(round): \(record); lost: \(lost) (\(when))")
        try await crowd.stop()
    }
}

extension RedisCluster {
    /// Waits until all that survive see another node in the place of one that is gone.
    fileprivate func hasSuccessor(of victim: RedisServer) async throws {
        for server in servers where server !== victim {
            _ = try await eventually("the replica has taken over", within: .seconds(120)) {
                let info = try await server.command("CLUSTER", "INFO")
                let slots = try await server.command("CLUSTER", "SLOTS").split(separator: "\n")
                return info.contains("cluster_state:ok") && !slots.contains("\(victim.port)") ? () : nil
            }
        }
    }
}
