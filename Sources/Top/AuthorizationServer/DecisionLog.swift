import Endpoint
import Logging
package import OAuthCore
import OAuthModel
import Synchronization
import Web
import WireText

/// Tells in the log what was decided: one line for each decision that a person would tell.
///
/// Within ten seconds those that are alike, of one address, client and reason, have one line, and the others are counted: what one peer
/// does, or an outage, makes a few lines and not as many as there are requests. A sign of theft has a line each time.
package final class DecisionLog: DecisionSink {
    /// What a line has beside its words.
    package enum Fields: Sendable {
        /// For programs.
        case all
        /// For people: what the words leave out.
        case few
    }

    private let logger: Logger
    private let fields: Fields
    private let uptime: Uptime
    private let counted: Counted

    private struct State {
        var counts = LineCounts(limit: 1024, limitForPeer: 64)
        /// When the counts began.
        var since: Duration?
        /// What clients call themselves, as far as they came by.
        var names = Generations<ClientID, WireText>(capacity: 1024)
    }

    private final class Counted: Sendable {
        let state = Mutex(State())
    }

    /// - Parameter previous: What it counted is counted on.
    init(_ logger: Logger, _ fields: Fields, uptime: Uptime, after previous: DecisionLog? = nil) {
        self.logger = logger
        self.fields = fields
        self.uptime = uptime
        counted = previous?.counted ?? Counted()
    }

    package func record(_ decision: Decision, of attempt: Attempt) {
        guard let heading = decision.heading else { return }
        if let id = heading.clientID, let name = heading.clientName {
            counted.state.withLock { $0.names.set(id, name) }
        }
        let level = heading.weight.level
        guard logger.logLevel <= level else { return }
        let peer = PeerAddress(address: attempt.peer, isLoopback: false)
        guard decision.isAlarming || admits(heading, peer) else { return }
        let story = decision.story { id in self.counted.state.withLock { $0.names.value(id) } }
        logger.log(level: level, "\(story.words)", metadata: metadata(heading, story, attempt))
    }

    private func metadata(_ heading: DecisionHeading, _ story: Story, _ attempt: Attempt) -> Logger.Metadata {
        var metadata: Logger.Metadata = [:]
        if let reason = heading.reason {
            metadata["reason"] = .string(reason.name)
            metadata["request"] = .string(attempt.requestID)
        }
        if let flow = attempt.flow { metadata["flow"] = .string(flow.rawValue) }
        guard fields == .all else { return metadata }
        metadata["request"] = .string(attempt.requestID)
        metadata["decision"] = .string(heading.kind.name)
        if let id = heading.clientID { metadata["client_id"] = .string(LogText.word(id.rawValue)) }
        for fact in story.facts { metadata[fact.name] = .string(fact.value) }
        if let method = attempt.method, let path = attempt.path {
            metadata["asked"] = .string("\(method) \(path)")
        }
        metadata["peer"] = .string(attempt.peer)
        return metadata
    }

    /// Whether the decision has a line of its own.
    private func admits(_ heading: DecisionHeading, _ peer: PeerAddress) -> Bool {
        let now = tellOfUnlogged()
        var cause = heading.kind.name
        if let reason = heading.reason { cause += " " + reason.name }
        if let id = heading.clientID { cause += " " + id.rawValue }
        return counted.state.withLock { state in
            if state.since == nil { state.since = now }
            return state.counts.admit(
                LineKind(
                    status: heading.weight == .warning || heading.weight == .error ? 503 : 200, route: nil,
                    peer: peer, cause: cause, atMost: 120),
                from: peer)
        }
    }

    /// Tells of those that had no line of their own, when their time is over.
    ///
    /// - Returns: When it is.
    @discardableResult
    func tellOfUnlogged() -> Duration {
        let now = uptime.now
        let counts = counted.state.withLock { state in
            guard let since = state.since, now >= since + LineCounts.interval else {
                return [LineCounts.Count]()
            }
            state.since = nil
            return state.counts.take()
        }
        for count in counts {
            var metadata: Logger.Metadata = ["unlogged": .stringConvertible(count.unlogged)]
            if count.kind.peer != nil { metadata["peer"] = .string(LogText.word(count.peer.address)) }
            if !count.kind.cause.isEmpty {
                metadata["like"] = .string(LogText.sentence(count.kind.cause))
            }
            logger.log(
                level: count.kind.status == 503 ? .warning : .info, "decisions like one before",
                metadata: metadata)
        }
        return now
    }
}

extension Story.Weight {
    fileprivate var level: Logger.Level {
        switch self {
        case .debug: .debug
        case .info: .info
        case .warning: .warning
        case .error: .error
        }
    }
}

extension Decision {
    /// Somebody may have been robbed.
    fileprivate var isAlarming: Bool {
        if case .refused(let error) = self { error.reason.rule.isAlarming } else { false }
    }
}

/// Everybody who is told of decisions.
struct DecisionSinks: DecisionSink {
    private let sinks: [any DecisionSink]

    init(_ sinks: [any DecisionSink]) {
        self.sinks = sinks
    }

    func record(_ decision: Decision, of attempt: Attempt) {
        for sink in sinks { sink.record(decision, of: attempt) }
    }
}
