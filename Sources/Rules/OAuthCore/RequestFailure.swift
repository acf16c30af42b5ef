package import OAuthModel
package import Storage

/// Why a request got no answer of substance.
package enum RequestFailure: Error, Sendable {
    case refused(OAuthError)
    /// It came too often, and changed nothing. Nor is this ever told as a refusal of what was shown.
    case limited(IssueLimited)
    /// The store was not there. Never to be told as a refusal: clients throw their tokens away on one.
    case store(StoreError)

    /// What any step of answering a request may throw, as one of them.
    package init(_ error: any Error) {
        switch error {
        case let failure as RequestFailure: self = failure
        case let error as OAuthError: self = .refused(error)
        case let error as StoreError: self = .store(error)
        default: self = .refused(OAuthError(ServerReason.failed, facts: [Fact("error", "\(error)")]))
        }
    }

    package func adding(_ fact: Fact?) -> RequestFailure {
        guard let fact, case .refused(let error) = self else { return self }
        return .refused(error.adding(fact))
    }

    /// The same, of a client and of a login.
    package func of(_ client: ClientID?, in flow: FlowID? = nil) -> RequestFailure {
        switch self {
        case .refused(let error): return .refused(error.of(client, in: flow))
        case .limited(var limited):
            limited.flow = limited.flow ?? flow
            return .limited(limited)
        // An outage is the same for everybody, and told as one.
        case .store: return self
        }
    }
}
