import Support
import Testing

/// Several processes that serve one issuer out of one data folder and one Redis.
struct Crowd: Sendable {
    let place: Workplace
    let servers: [ServerProcess]
    let ports: [Int]
    /// Goes to any of them.
    let wire: Wire
    /// Each goes to one of them.
    let wires: [Wire]

    /// Starts all at the same time: whoever is first makes the secret that all of them use.
    init(_ count: Int, at place: Workplace) async throws {
        self.place = place
        let ports = [place.port] + (try (1..<max(count, 1)).map { _ in try freePort() })
        self.ports = ports
        servers = try await withThrowingTaskGroup(of: ServerProcess.self) { group in
            for port in ports {
                group.addTask { try await place.serve(port: port) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        wire = Wire(issuer: place.issuer, ports: ports)
        wires = ports.map { Wire(issuer: place.issuer, ports: [$0]) }
    }

    var output: String { servers.map(\.output).joined(separator: "\n") }
    var areRunning: Bool { servers.allSatisfy { $0.process.exit == nil } }

    /// Asks all to end, and expects each to do so as it should.
    func stop() async throws {
        for server in servers { server.process.signal(15) }
        for server in servers {
            let exit = try await server.process.ended()
            #expect(exit == .status(0), "\(server.output)")
        }
    }
}

/// Goes through `items`, so many at a time.
func concurrently<Item: Sendable, Result: Sendable>(
    _ items: some Sequence<Item>, width: Int, _ work: @escaping @Sendable (Item) async throws -> Result
) async throws -> [Result] {
    try await withThrowingTaskGroup(of: Result.self) { group in
        var results: [Result] = []
        var rest = items.makeIterator()
        for _ in 0..<width {
            guard let item = rest.next() else { break }
            group.addTask { try await work(item) }
        }
        while let result = try await group.next() {
            results.append(result)
            if let item = rest.next() { group.addTask { try await work(item) } }
        }
        return results
    }
}
