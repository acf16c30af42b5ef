/// A Lua script that Redis runs as one atomic step.
///
/// Every connection loads it before it serves (`SCRIPT LOAD`), and calls it by its digest. That a server has forgotten it,
/// after `SCRIPT FLUSH` or a failover, is mended without the caller's noticing.
package struct RedisScript: Sendable, Equatable {
    /// For logs, and to tell scripts of one client apart.
    package let name: String
    package let source: String

    package init(name: String, source: String) {
        self.name = name
        self.source = source
    }
}

/// Asks that a write be on replicas before it counts as done (`WAIT`).
///
/// Replication in Redis is asynchronous: without this, a primary that dies right after its answer takes the write with it.
/// With it, a failover loses the write only if none of the replicas that have it is the one promoted.
package struct ReplicaWait: Sendable, Hashable {
    /// What it means when fewer replicas than wanted have confirmed in time. The write itself stands on the primary.
    package enum Shortfall: Sendable, Hashable {
        /// The call fails as unavailable.
        case fails
        /// The call succeeds, and the log says so.
        case isLogged
    }

    package let replicas: Int
    package let timeout: Duration
    package let shortfall: Shortfall

    /// - Parameters:
    ///   - replicas: At least 1; less counts as 1.
    ///   - timeout: From one millisecond to a minute; in whole milliseconds.
    package init(replicas: Int, timeout: Duration, shortfall: Shortfall = .fails) {
        self.replicas = max(1, replicas)
        self.timeout = min(max(timeout, .milliseconds(1)), .seconds(60))
        self.shortfall = shortfall
    }
}
