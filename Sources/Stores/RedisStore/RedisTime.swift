package import OAuthModel

/// Whose clock says whether a record is live.
package enum RedisTime: Sendable {
    /// That of Redis, for every process alike, however their own clocks differ.
    case server
    /// One that is moved by hand. Every process has to be given the same. Keys still end by the clock of Redis.
    case given(@Sendable () -> Timestamp)
}
