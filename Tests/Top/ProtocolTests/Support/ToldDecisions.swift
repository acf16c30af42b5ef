import AuthorizationServer
import OAuthCore
import OAuthModel
import Support
import Web

/// A decision as the sink was told of it.
struct ToldDecision: Sendable {
    let decision: Decision
    let attempt: Attempt

    var kind: DecisionKind { decision.kind }
    /// `TokenReason.codeExpired`.
    var reason: String? { decision.reason.map(\.key) }
    var client: String? { decision.clientID?.rawValue }
    var flow: FlowID? { attempt.flow }
    var facts: [String: String] {
        Dictionary(decision.story { _ in nil }.facts.map { ($0.name, $0.value) }) { first, _ in first }
    }
}

/// Keeps what a server decides.
final class ToldDecisions: DecisionSink {
    private let told = Recorder<ToldDecision>()

    /// In the order in which they were made.
    var all: [ToldDecision] { told.all }
    var kinds: [DecisionKind] { all.map(\.kind) }
    /// In their order, without those that have none.
    var reasons: [String] { all.compactMap(\.reason) }

    func record(_ decision: Decision, of attempt: Attempt) {
        told.add(ToldDecision(decision: decision, attempt: attempt))
    }

    /// Of the login that this client began last.
    func flow(of client: String) -> FlowID? {
        all.last { $0.client == client && ($0.kind == .consentAsked || $0.kind == .clientGranted) }?.flow
    }
}

extension Reason {
    /// Names it among those of all lists.
    var key: String { "\(Self.self).\(rawValue)" }
}
