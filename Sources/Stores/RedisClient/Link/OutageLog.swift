import Logging
import NIOCore
import RedisURL
import Synchronization
import WireText

/// Says once that a server is lost and once that it is back, however many connections lead to it and however often they try.
final class OutageLog: Sendable {
    private struct Outage {
        var links: Set<ObjectIdentifier> = []
        var reasons: Set<String> = []
        let since: NIODeadline
    }

    /// Reasons of one outage that are logged.
    private static let reasonLimit = 4

    private let logger: Logger
    private let outages = Mutex<[String: Outage]>([:])
    private let lastCluster = Mutex("")
    private let evicting = Mutex<Set<String>>([])
    private let isOver = Atomic(false)
    private let lastLogged = Mutex<[String: NIODeadline]>([:])

    init(_ logger: Logger) {
        self.logger = logger
    }

    /// A connection is lost or can't be made. A reason that is new in this outage is logged.
    func note(_ link: Link, _ failure: ConnectFailure) {
        let reason = failure.reason
        guard !isOver.load(ordering: .relaxed) else { return }
        let isNew = outages.withLock { outages in
            outages[link.name, default: Outage(since: link.eventLoop.now)].links.insert(
                ObjectIdentifier(link))
            guard let reasons = outages[link.name]?.reasons, reasons.count < Self.reasonLimit else {
                return false
            }
            return outages[link.name]?.reasons.insert(reason).inserted ?? false
        }
        guard isNew else { return }
        logger.log(
            level: failure.trouble == .otherSecret ? .error : .warning, "redis is unreachable",
            metadata: ["server": "\(link.name)", "reason": "\(reason)"])
    }

    /// A connection serves. The last one of an outage ends it.
    func end(_ link: Link) {
        guard let outage = remove(link) else { return }
        let length = (link.eventLoop.now - outage.since).nanoseconds / 1_000_000
        logger.notice("redis is back", metadata: ["server": "\(link.name)", "after_ms": "\(length)"])
    }

    /// Nothing is an outage any more: the client shuts down.
    func close() {
        isOver.store(true, ordering: .relaxed)
    }

    /// A connection is not wanted any more.
    func forget(_ link: Link) {
        _ = remove(link)
    }

    private func remove(_ link: Link) -> Outage? {
        outages.withLock { outages in
            guard outages[link.name]?.links.remove(ObjectIdentifier(link)) != nil,
                let outage = outages[link.name], outage.links.isEmpty
            else { return nil }
            outages[link.name] = nil
            return outage
        }
    }
}

/// Errors of a server that is there and doesn't serve.
extension OutageLog {
    private static let repeatAfter = TimeAmount.seconds(30)

    /// Logs an error that is the server's state, not the fault of a command; at most twice a minute.
    func refused(_ code: String, by name: String, now: NIODeadline) {
        guard let trouble = RedisTrouble(rawValue: code), isDue(code, now) else { return }
        logger.warning(
            "redis refuses commands",
            metadata: ["server": "\(name)", "code": "\(code)", "reason": "\(trouble.words)"])
    }

    /// Logs, at most twice a minute, that a write is not on as many replicas as was asked for.
    func shortfall(_ wait: ReplicaWait, _ confirmed: Int, at name: String, now: NIODeadline) {
        guard isDue("WAIT", now) else { return }
        logger.warning(
            "redis replicas did not confirm a write in time",
            metadata: ["server": "\(name)", "wanted": "\(wait.replicas)", "confirmed": "\(confirmed)"])
    }

    /// Logs that a server doesn't know of slots, at most twice a minute.
    func noSlots(_ code: String, at name: String, now: NIODeadline) {
        guard isDue("SLOTS", now) else { return }
        logger.warning(
            "redis doesn't tell of a cluster",
            metadata: [
                "server": "\(name)", "code": "\(code)",
                "reason": "cluster support is off there, or this user may not use it",
            ])
    }

    /// Logs, once for each server, that it throws away what it was given when its memory is full.
    func evicts(_ policy: String, at name: String) {
        guard evicting.withLock({ $0.insert(name).inserted }) else { return }
        logger.warning(
            "redis may throw records away",
            metadata: [
                "server": "\(name)",
                "reason": "its maxmemory-policy is \(LogText.sentence(policy)): set it to noeviction",
            ])
    }

    /// Logs the nodes of a cluster when they are not the ones logged last.
    func cluster(_ primaries: [RedisAddress]) {
        let names = primaries.map(\.description).sorted().joined(separator: " ")
        let isNew = lastCluster.withLock { last in
            defer { last = names }
            return last != names
        }
        if isNew { logger.info("redis cluster", metadata: ["primaries": "\(names)"]) }
    }

    private func isDue(_ code: String, _ now: NIODeadline) -> Bool {
        lastLogged.withLock { lastLogged in
            if let last = lastLogged[code], now - last < Self.repeatAfter { return false }
            lastLogged[code] = now
            return true
        }
    }
}
