import Support

/// Several clients at once, each with its own random numbers.
struct Load: Sendable {
    private let workers: [LoadWorker]

    init(
        _ wire: Wire, _ mishap: any Mishap, _ random: inout SeededRandom, width: Int = 16,
        pause: Duration = .zero
    ) {
        workers = (0..<width).map { _ in
            LoadWorker(wire: wire, mishap: mishap, random: SeededRandom(seed: random.next()), pause: pause)
        }
    }

    /// Until the load is over; what was answered.
    func run() async throws -> Acknowledged {
        try await withThrowingTaskGroup(of: Acknowledged.self) { group in
            for worker in workers {
                group.addTask {
                    var worker = worker
                    return try await worker.work()
                }
            }
            return try await group.reduce(into: Acknowledged()) { $0.add($1) }
        }
    }
}
