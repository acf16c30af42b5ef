package import OAuthModel
import WireText

/// A client gave tokens back.
package struct Revoked: ToldDecision {
    package let what: Revocation
    package let client: Client

    var kind: DecisionKind { what == .grant || what == .accessToken ? .revoked : .nothingRevoked }
    var clientID: ClientID? { client.id }
    var clientName: WireText? { client.metadata.name }

    func words(by who: String) -> String {
        switch what {
        case .grant: "\(who) gave its refresh token back: the login is ended, with all its tokens"
        case .accessToken: "\(who) gave an access token back"
        case .unknown: "\(who) gave back a token that is not known, or not any more"
        case .foreign: "\(who) gave back a token that is another client's: nothing was done"
        }
    }
}
