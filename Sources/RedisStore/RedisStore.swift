import OAuthCore
import OAuthModel
package import RedisClient
import Synchronization

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
    private let client: RedisClient
    /// For changes whose answer is true of the primary, replicas or not.
    let wait: ReplicaWait?
    /// For changes that may not be answered before replicas have them.
    let strictWait: ReplicaWait?
    let patience: Duration
    private let report: @Sendable (RedisStoreEvent) -> Void
    private let reported = Mutex<Set<KeyKind>>([])
    /// Whether the last use of a client could not be noted.
    private let missesUses = Atomic(false)

    /// What the client that is passed to the store has to be given.
    package static let scripts = GrantScripts.all + ClientScripts.all + RecordScripts.all

    /// - Parameters:
    ///   - client: Made with ``scripts``.
    ///   - keyPrefix: What every key begins with.
    ///   - replicas: On how many replicas redemptions, rotations and revocations must be. That of `replicas.shortfall`
    ///     doesn't count: a revocation fails when there are too few, because it can be asked for again; the others succeed,
    ///     because they can't.
    ///   - patience: How long a health check waits for an answer.
    ///   - report: Called on whatever thread an answer came in.
    package init(
        _ client: RedisClient, keyPrefix: String = "auth:", time: RedisTime = .server,
        replicas: ReplicaWait? = nil, patience: Duration = .milliseconds(900),
        report: @escaping @Sendable (RedisStoreEvent) -> Void = { _ in }
    ) {
        self.client = client
        self.time = time
        self.patience = patience
        self.report = report
        keys = Keys(prefix: keyPrefix)
        func waiting(_ shortfall: ReplicaWait.Shortfall) -> ReplicaWait? {
            replicas.map {
                ReplicaWait(replicas: $0.replicas, timeout: $0.timeout, shortfall: shortfall)
            }
        }
        wait = waiting(.isLogged)
        strictWait = waiting(.fails)
    }

    /// Reads with one command, and the time with it. What has the wrong type is absent.
    func read(
        _ kind: KeyKind, _ name: String, _ key: [UInt8], _ arguments: [[UInt8]] = []
    ) async throws(StoreError) -> (RedisReply, Timestamp) {
        let command = RedisCommand(name, key: key, arguments)
        let commands: [RedisCommand]
        switch time {
        case .server: commands = [command, Self.askTime]
        case .given: commands = [command]
        }
        let replies: [RedisReply]
        do throws(RedisFailure) {
            replies = try await client.send(commands)
        } catch .refused("WRONGTYPE", _) {
            reportDamage(kind, key)
            return (.null, Timestamp(milliseconds: 0))
        } catch { throw StoreError(error) }
        guard replies.count == commands.count else { throw .unintelligible }
        switch time {
        case .server: return (replies[0], try Self.time(replies[1]))
        case .given(let clock): return (replies[0], clock())
        }
    }

    /// Runs a script whose first argument is the time.
    func run(
        _ script: RedisScript, _ keys: [[UInt8]], _ arguments: [[UInt8]], waitingFor wait: ReplicaWait? = nil
    ) async throws(StoreError) -> ScriptAnswer {
        let reply: RedisReply
        do throws(RedisFailure) {
            reply = try await attempt(script, keys, arguments, waitingFor: wait)
        } catch { throw StoreError(error) }
        return try ScriptAnswer(reply)
    }

    /// The same, and once more when the answer to the first time was lost: for scripts that know their own work again.
    func insist(
        _ script: RedisScript, _ keys: [[UInt8]], _ arguments: [[UInt8]], waitingFor wait: ReplicaWait? = nil
    ) async throws(StoreError) -> ScriptAnswer {
        let reply: RedisReply
        do throws(RedisFailure) {
            reply = try await attempt(script, keys, arguments, waitingFor: wait)
        } catch .unavailable {
            return try await run(script, keys, arguments, waitingFor: wait)
        } catch { throw StoreError(error) }
        return try ScriptAnswer(reply)
    }

    private func attempt(
        _ script: RedisScript, _ keys: [[UInt8]], _ arguments: [[UInt8]], waitingFor wait: ReplicaWait?
    ) async throws(RedisFailure) -> RedisReply {
        let now: [UInt8]
        switch time {
        case .server: now = []
        case .given(let clock): now = clock().argument
        }
        return try await client.run(script, keys: keys, arguments: [now] + arguments, waitingFor: wait)
    }

    /// Runs one command that has to be answered `OK`.
    func command(_ command: RedisCommand) async throws(StoreError) {
        let replies: [RedisReply]
        do { replies = try await client.send([command]) } catch { throw StoreError(error) }
        guard replies == [.status("OK")] else { throw .unintelligible }
    }

    /// Tells when uses of clients begin to be missed; `nil` says that one was noted.
    func reportUse(missed reason: String?) {
        let missed = missesUses.exchange(reason != nil, ordering: .relaxed)
        if let reason, !missed { report(.useNotNoted(reason: reason)) }
    }

    /// Once for each kind of key: whoever writes rubbish here writes more than one.
    func reportDamage(_ kind: KeyKind, _ key: [UInt8]) {
        guard reported.withLock({ $0.insert(kind).inserted }) else { return }
        report(.damaged(key: String(decoding: key.prefix(128), as: UTF8.self)))
    }

    private static let askTime = RedisCommand("TIME")

    private static func time(_ reply: RedisReply) throws(StoreError) -> Timestamp {
        guard case .list(let parts) = reply, parts.count == 2, case .bytes(let seconds) = parts[0],
            case .bytes(let microseconds) = parts[1], let seconds = decimal(seconds),
            let microseconds = decimal(microseconds)
        else { throw .unintelligible }
        return Timestamp(milliseconds: seconds * 1000 + microseconds / 1000)
    }

    private static func decimal(_ text: [UInt8]) -> Int64? {
        var reader = ValueReader(text + [0x20])
        return reader.number()
    }
}
