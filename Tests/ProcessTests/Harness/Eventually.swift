import RedisServers

/// What went wrong with the means of a test, not with what it tests.
struct HarnessError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// As that of the Redis servers, with the patience that whole programs take.
func eventually<Answer>(
    _ what: String, within limit: Duration = .seconds(60), _ ask: () async throws -> Answer?
) async throws -> Answer {
    try await RedisServers.eventually(what, within: limit, ask)
}
