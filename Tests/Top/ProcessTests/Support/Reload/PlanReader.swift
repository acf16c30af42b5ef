import Support

/// Reads answers of the plans for as long as there are new ones.
struct PlanReader: Sendable {
    let wire: Wire
    let ledger: PlanLedger

    /// Between two answers: the server is to be busy, and still to have time for its files.
    private static let pause = Duration.milliseconds(3)

    /// - Parameter width: So many at once.
    func read(width: Int, _ random: SeededRandom) async throws {
        var random = random
        let seeds = (0..<width).map { _ in random.next() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for seed in seeds {
                group.addTask {
                    var random = SeededRandom(seed: seed)
                    while !ledger.hasEnded {
                        guard let answer = NumberedPlans.answers.randomElement(using: &random) else { return }
                        try await read(answer.path, count: answer.count)
                        try await Task.sleep(for: Self.pause)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// Each answer once.
    func readAll() async throws {
        for answer in NumberedPlans.answers { try await read(answer.path, count: answer.count) }
    }

    func read(_ path: String, count: Int) async throws {
        let served = ledger.served
        let answer = try await wire.get(path)
        ledger.check(answer, of: path, since: served, count: count)
    }
}
