package import OAuthModel
package import Web

/// A limit on how often tokens are issued. Who comes too often changes nothing.
package struct IssueLimited: Sendable {
    package let reason: LimitReason
    package let rate: Rate
    package let wait: Duration
    package let client: ClientID
    package internal(set) var flow: FlowID?
}

package enum LimitReason: String, Reason {
    case grantTooOften, clientTooOften

    package var account: Account {
        switch self {
        case .grantTooOften:
            Account(
                "RFC 6585 §4", "one login is refreshed too often",
                remedy:
                    "have the client use a token until it expires; tokens.refresh_token.rate says how often it may refresh"
            )
        case .clientTooOften:
            Account(
                "RFC 6585 §4", "one client asks for tokens of its own too often",
                remedy:
                    "have the client use a token until it expires; tokens.client_credentials.rate says how often it may ask"
            )
        }
    }

    /// For the client's developer.
    package var description: StaticString {
        switch self {
        case .grantTooOften: "too many refreshes with one grant; try again later"
        case .clientTooOften: "too many tokens for one client; try again later"
        }
    }
}

struct ToldLimit: ToldDecision {
    let limited: IssueLimited

    var kind: DecisionKind { .limited }
    var reason: (any Reason)? { limited.reason }
    var clientID: ClientID? { limited.client }

    var facts: [Fact] {
        [Fact("rate", "\(limited.rate.count) in \(limited.rate.period.wholeSeconds) s")]
    }

    func words(by who: String) -> String {
        let account = account("\(limited.reason.account.finding)", limited.reason)
        return "\(who) was put off for \(limited.wait.secondsToWait) s: \(account)"
    }
}
