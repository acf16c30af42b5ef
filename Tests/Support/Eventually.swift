/// Asks until there is an answer. What is waited for is another process, which tells nobody when it is ready.
@discardableResult
package func eventually<Answer>(
    _ what: String, within limit: Duration = .seconds(60), _ ask: () async throws -> Answer?
) async throws -> Answer {
    let deadline = ContinuousClock.now.advanced(by: limit)
    var asked = 0
    // A machine that stood still for longer than the limit has not given what is waited for its time.
    while ContinuousClock.now < deadline || asked < 200 {
        asked += 1
        if let answer = try await ask() { return answer }
        try await Task.sleep(for: .milliseconds(5))
    }
    throw TestFailure("not within \(limit): \(what)")
}
