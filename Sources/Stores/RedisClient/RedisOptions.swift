/// How patient a client is, and how much it takes.
package struct RedisOptions: Sendable {
    /// What `CLIENT LIST` on the server shows; visible ASCII without spaces.
    package var clientName = "mcp-auth"
    /// From the first packet to a connection that serves: name resolution, TLS, password and scripts included.
    package var connectTimeout: Duration = .seconds(1)
    /// From sending a command to its answer. When it has passed, the connection is closed, so that a late answer can never be
    /// taken for that of another command.
    package var commandTimeout: Duration = .seconds(2)
    /// How long a request that arrives while a connection is being made waits for it.
    package var connectGrace: Duration = .milliseconds(250)
    /// Requests of one event loop that wait for an answer; more than that fail at once.
    package var queueLimit = 4096
    /// The first pause between two attempts to connect; it doubles with each. Half of every pause is random.
    package var shortestPause: Duration = .milliseconds(20)
    /// The longest pause: a server that is back serves again within this and the time to connect.
    package var longestPause: Duration = .milliseconds(400)
    /// A connection on which nothing has come in for this long is asked for a sign of life.
    package var pingInterval: Duration = .seconds(15)
    /// How often the sentinels are asked whether the primary is still the same.
    package var sentinelInterval: Duration = .seconds(5)
    /// The size of one reply, in bytes of the protocol; a server that sends more is hung up on.
    package var replyLimit = 16 * 1024 * 1024
    /// From 0 up to but not including 1; spreads the attempts of many clients.
    package var random: @Sendable () -> Double = { Double.random(in: 0..<1) }

    package init() {}
}
