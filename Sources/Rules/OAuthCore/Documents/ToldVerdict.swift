import OAuthModel

/// The operator approved or denied a client that is known by a document.
struct ToldVerdict: ToldDecision {
    let id: ClientID
    let verdict: DocumentVerdict

    var kind: DecisionKind {
        switch verdict {
        case .approved: .clientApproved
        case .denied: .clientDenied
        }
    }

    var clientID: ClientID? { id }

    func words(by who: String) -> String { "the operator \(verdict.rawValue) \(who)" }
}
