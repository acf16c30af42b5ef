package import OAuthModel
package import WireText

/// What a request shows of who sent it (RFC 6749 §2.3), a case for each way.
package enum PresentedCredentials: Sendable {
    /// The id alone. An empty secret counts as none, because a client library sends Basic with an empty password for public clients.
    case none(ClientID)
    case secretBasic(ClientID, WireText)
    case secretPost(ClientID, WireText)

    var id: ClientID {
        switch self {
        case .none(let id), .secretBasic(let id, _), .secretPost(let id, _): id
        }
    }

    var proof: any ClientProof {
        switch self {
        case .none: NoProof()
        case .secretBasic(_, let secret): SharedSecret(method: .clientSecretBasic, secret: secret)
        case .secretPost(_, let secret): SharedSecret(method: .clientSecretPost, secret: secret)
        }
    }
}
