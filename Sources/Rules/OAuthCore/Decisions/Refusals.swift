import OAuthModel
import Web

/// A rule was broken.
struct ToldRefusal: ToldDecision {
    let error: OAuthError

    var kind: DecisionKind { .refused }
    var reason: (any Reason)? { error.reason }
    var clientID: ClientID? { error.client }
    var facts: [Fact] { error.facts }

    var weight: Story.Weight {
        switch error.code {
        case .serverError: .error
        case .temporarilyUnavailable: .warning
        default: error.reason.rule.isAlarming ? .warning : .info
        }
    }

    func words(by who: String) -> String {
        "\(who) was refused: \(account(error.finding, error.reason, error.facts))"
    }
}

/// Answered before anybody knew what it is about.
struct ToldHTTPRefusal: ToldDecision {
    let refusal: HTTPRefusal

    var kind: DecisionKind { .unasked }
    var reason: (any Reason)? { refusal.reason }
    var facts: [Fact] { refusal.detail.map { [Fact("detail", $0)] } ?? [] }

    var weight: Story.Weight {
        switch refusal.reason {
        case .connectionsTaken, .memoryTaken, .handlerTimeout: .warning
        default: .info
        }
    }

    func words(by who: String) -> String {
        "\(refusal.asked.map { safe($0) } ?? "a request") was refused: \(account(refusal.text, refusal.reason))"
    }
}
