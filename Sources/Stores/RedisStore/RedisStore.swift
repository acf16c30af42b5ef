package import RedisClient
package import Storage

/// The ports on Redis: one state for any number of processes.
///
/// Every step is one command or one script on the keys of one hash tag, so it is atomic, on a cluster too. Reads are one
/// round trip. Time is that of Redis. Failures are answered as unavailable, never as a record that isn't there.
///
/// A call that is answered as unavailable was not done, or was done and its answer lost: nobody can know. What asking again
/// leads to is said with each port and in docs/decisions/0010-redis-store.md.
package final class RedisStore: Sendable {
    let keys: Keys
    let time: RedisTime
    let client: RedisClient
    /// For changes whose answer is true of the primary, replicas or not.
    let wait: ReplicaWait?
    /// For changes that may not be answered before replicas have them, nor when they are asked for again.
    let strictWait: ReplicaWait?
    /// Of a health check.
    let patience: Duration
    let budget: TransientBudget
    let reports: Reports
    /// `nil`: any secret will do.
    let gate: SecretGate?

    /// What the client that is passed to the store has to be given.
    package static let scripts =
        GrantScripts.all + IndexScripts.all + EndingScripts.all + ClientScripts.all + RecordScripts.all
        + RegisterScripts.all
        + LimitScripts.all + BudgetScripts.all

    /// Within the second for which a finding of health is told again.
    package static let usualPatience = Duration.milliseconds(900)

    /// The same for a client that moves the store.
    package static let archiveScripts = ArchiveScripts.all

    /// - Parameters:
    ///   - client: Made with ``scripts``.
    ///   - keyPrefix: What every key begins with.
    ///   - replicas: On how many replicas redemptions, rotations and revocations must be. That of `replicas.shortfall`
    ///     doesn't count: a revocation fails when there are too few, because it can be asked for again; the others succeed,
    ///     because they can't.
    ///   - patience: How long a health check waits for an answer.
    ///   - budget: For what strangers may cause.
    ///   - secret: Of the server's secret; without it the store does not ask whose the records are.
    ///   - report: Called on whatever thread an answer came in.
    package init(
        _ client: RedisClient, keyPrefix: String = "auth:", time: RedisTime = .server,
        replicas: ReplicaWait? = nil, patience: Duration = RedisStore.usualPatience,
        budget: TransientBudget = .standard, secret: SecretProof? = nil,
        report: @escaping @Sendable (RedisStoreEvent) -> Void = { _ in }
    ) {
        self.client = client
        self.time = time
        self.patience = patience
        self.budget = budget
        reports = Reports(report)
        gate = secret.map { SecretGate($0, report) }
        keys = Keys(prefix: keyPrefix)
        func waiting(_ shortfall: ReplicaWait.Shortfall) -> ReplicaWait? {
            replicas.map {
                ReplicaWait(replicas: $0.replicas, timeout: $0.timeout, shortfall: shortfall)
            }
        }
        wait = waiting(.isLogged)
        strictWait = waiting(.fails)
    }
}
