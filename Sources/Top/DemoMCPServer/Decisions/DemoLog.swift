import Endpoint
import Logging
import Synchronization
import Web
import WireText

/// Tells in the log what was decided: one line for each decision that a person would tell.
///
/// What a tool was called for has a line each time. Of the rest, those that are alike have one line within ten seconds, and the others
/// are counted: who comes without a token again and again makes a few lines.
final class DemoLog: Sendable {
    private let logger: Logger
    /// For programs; people are told what the words leave out.
    private let tellsAll: Bool
    private let clock: DemoClock
    private let state = Mutex(State())

    private struct State {
        var counts = LineCounts()
        /// When the counts began.
        var since: ContinuousClock.Instant?
    }

    init(_ logger: Logger, tellsAll: Bool, clock: DemoClock) {
        self.logger = logger
        self.tellsAll = tellsAll
        self.clock = clock
    }

    func tell(_ answer: DemoAnswer, to head: RequestHead) {
        let asked = "\(LogText.word(head.method.rawValue)) \(LogText.word(head.path))"
        tell(answer.decision, answer.caller, head.peer, head.requestID, asked)
    }

    /// What the transport refused, before anybody knew what it is about.
    func tell(_ refusal: HTTPRefusal, of head: RequestHead?, from peer: PeerAddress, as id: String) {
        let words = "\(refusal.text) (\(refusal.reason.account.section))"
        tell(.elsewhere(words), nil, peer, id, nil)
    }

    private func tell(
        _ decision: DemoDecision, _ caller: TokenClaims?, _ peer: PeerAddress, _ id: String, _ asked: String?
    ) {
        guard let level = decision.weight.level, logger.logLevel <= level else { return }
        let words = decision.words(for: caller)
        guard admits(decision, words, peer) else { return }
        var fields: Logger.Metadata = [:]
        if tellsAll || decision.isRefusal { fields["request"] = .string(id) }
        if tellsAll {
            fields["peer"] = .string(LogText.word(peer.address))
            if let asked { fields["asked"] = .string(asked) }
        }
        logger.log(level: level, "\(words)", metadata: fields)
    }

    private func admits(_ decision: DemoDecision, _ words: String, _ peer: PeerAddress) -> Bool {
        tellOfUnlogged()
        if case .called = decision { return true }
        return state.withLock { state in
            if state.since == nil { state.since = clock.now() }
            let status = decision.weight == .warning ? 503 : 200
            return state.counts.admit(
                LineKind(status: status, route: nil, peer: peer, cause: words, atMost: 200), from: peer)
        }
    }

    /// Tells of those that had no line of their own, when their time is over.
    private func tellOfUnlogged() {
        let now = clock.now()
        let counts = state.withLock { state in
            guard let since = state.since, since.duration(to: now) >= LineCounts.interval else {
                return [LineCounts.Count]()
            }
            state.since = nil
            return state.counts.take()
        }
        for count in counts {
            // Of whatever kind, where there were too many to be told apart.
            let words = LogText.sentence(count.kind.cause)
            logger.info(
                "\(count.unlogged) more\(words.isEmpty ? "" : " like this: \(words)")",
                metadata: ["peer": .string(LogText.word(count.peer.address))])
        }
    }
}

extension DemoDecision.Weight {
    fileprivate var level: Logger.Level? {
        switch self {
        case .untold: nil
        case .info: .info
        case .warning: .warning
        }
    }
}
