import Support

/// Reads answers of the plans for as long as there are new ones.
struct PlanReader: Sendable {
    let wire: Wire
    let ledger: PlanLedger

    /// - Parameters:
    ///   - width: So many at once.
    ///   - pause: Of each between two answers.
    func read(width: Int, pause: Duration, _ random: SeededRandom) async throws {
        var random = random
        let seeds = (0..<width).map { _ in random.next() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for seed in seeds {
                group.addTask {
                    var random = SeededRandom(seed: seed)
                    while !ledger.hasEnded {
                        guard let answer = NumberedPlans.answers.randomElement(using: &random) else { return }
                        try await read(answer.path, count: answer.count)
                        try await Task.sleep(for: pause)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    func read(_ path: String, count: Int) async throws {
        let served = ledger.served
        let answer = try await wire.get(path)
        ledger.check(answer, of: path, since: served, count: count)
    }
}
