package import OAuthModel
import WireText

/// Tokens were issued to a client.
package struct IssuedTokensDecision: ToldDecision {
    package let way: IssuingWay
    package let client: Client
    package let access: GrantedAccess
    /// Of the access token.
    package let scope: Scope
    package let lifetime: Duration
    package let isRefreshed: Bool
    package var confirmation: LoginConfirmation?

    var clientID: ClientID? { client.id }
    var clientName: WireText? { client.metadata.name }

    var kind: DecisionKind {
        switch way {
        case .codeRedeemed: .codeRedeemed
        case .refreshed: .refreshed
        case .refreshRepeated: .refreshRepeated
        case .clientGranted: .clientGranted
        }
    }

    var facts: [Fact] {
        [
            Fact("scope", scope.text), Fact("resource", list(access.resources.map(\.text))),
            Fact("sub", access.subject),
        ] + (confirmation?.facts ?? [])
    }

    var weight: Story.Weight { confirmation?.needsLook == true ? .warning : .info }

    func words(by who: String) -> String {
        let whose = access.owner.map { " of \(person($0))" } ?? " of its own"
        let refresh = isRefreshed ? ", and a refresh token" : ""
        let tokens =
            "a token\(whose) for \(what(scope, access.resources)), good for \(lifetime.wholeSeconds) s\(refresh)"
        return switch way {
        case .codeRedeemed: "\(who) redeemed its code: it has \(tokens)"
        case .refreshed: "\(who) refreshed: it has \(tokens)\(confirmation?.words ?? "")"
        case .refreshRepeated: "\(who) refreshed twice with one token, and was given the same answer again"
        case .clientGranted: "\(who) acts for itself: it has \(tokens)"
        }
    }
}

/// Why tokens were issued.
package enum IssuingWay: Sendable {
    case codeRedeemed
    case refreshed
    /// The same answer again, within the window.
    case refreshRepeated
    /// A client acts for itself.
    case clientGranted
}
