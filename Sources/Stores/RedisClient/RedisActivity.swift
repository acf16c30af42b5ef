/// What a client does at this moment, and has done since its start.
package struct RedisActivity: Sendable, Equatable {
    /// That serve.
    package var connections = 0
    package var requests = 0
    /// Requests that wait for an answer, or for a connection.
    package var inFlight = 0
    package var reconnections = 0
    /// Why one of the connections can't be had; `nil` when all serve.
    package var trouble: String?

    static func + (left: RedisActivity, right: RedisActivity) -> RedisActivity {
        var sum = left
        sum.connections += right.connections
        sum.requests += right.requests
        sum.inFlight += right.inFlight
        sum.reconnections += right.reconnections
        sum.trouble = left.trouble ?? right.trouble
        return sum
    }
}
