import Support

/// Reads events as they come.
struct Watcher {
    let head: String
    private let client: RawClient

    /// Fails unless it is let in.
    init(_ server: TestServer, query: String = "", after id: String? = nil) async throws {
        let port = server.issuer.split(separator: ":").last.flatMap { Int($0) } ?? 0
        client = try await RawClient.connect(port)
        let last = id.map { "Last-Event-ID: \($0)\r\n" } ?? ""
        try await client.send(
            "GET /flows\(query) HTTP/1.1\r\nHost: localhost:\(port)\r\nAccept: text/event-stream\r\n\(last)\r\n"
        )
        head = try await client.received("\r\n\r\n")
        guard head.hasPrefix("HTTP/1.1 200 ") else { throw TestFailure(head) }
    }

    func next(_ end: String, after start: String? = nil) async throws -> String {
        if let start { _ = try await client.received(start) }
        return try await client.received(end)
    }

    /// All until an event tells of this.
    func next(until word: String) async throws -> String {
        var all = ""
        repeat { all += try await client.received("\n\n") } while !all.contains(word)
        return all
    }

    /// That of the last thing that there was.
    static func lastID(_ server: TestServer) async throws -> String {
        let watcher = try await Watcher(server)
        let greeting = try await watcher.client.received("\n\n")
        await watcher.close()
        return String(greeting.split(separator: "id: ").last?.prefix { $0 != "\n" } ?? "")
    }

    func rest() async -> String { await client.rest() }
    func close() async { await client.close() }
}
