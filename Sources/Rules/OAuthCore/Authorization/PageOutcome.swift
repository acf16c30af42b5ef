import OAuthModel
import WireText

/// An outcome that is an error on a page of this server.
protocol PageOutcome: Sendable {
    static func page(_ error: OAuthError) -> Self
    static func redirect(_ location: String) -> Self
    static func link(_ back: WayBack, _ error: OAuthError) -> Self
    static func again(_ another: AnotherTry, _ error: OAuthError) -> Self
}

extension ConsentOutcome: PageOutcome {}
extension LoginOutcome: PageOutcome {}

extension Decided where Answer: PageOutcome {
    static func page(_ reason: LoginReason) -> Decided {
        let error = OAuthError(reason)
        return Decided(.page(error), .refused(error))
    }

    /// The request is not kept any more.
    static func over(
        _ back: WayBack?, _ error: OAuthError = OAuthError(LoginReason.requestExpired)
    ) -> Decided {
        Decided(back.map { .link($0, error) } ?? .page(error), .refused(error))
    }

    static func page(_ error: OAuthError, of pending: PendingAuthorization? = nil) -> Decided {
        Decided(.page(error), refused: error, of: pending)
    }
}

extension Decided {
    init(_ answer: Answer, refused error: OAuthError, of pending: PendingAuthorization?) {
        self.init(
            answer, .refused(error.of(pending?.request.clientID, in: pending?.flow)), in: pending?.flow)
    }
}

extension ConsentRequest {
    init(_ request: AuthorizationRequest, clientName: WireText?, at upstream: UpstreamName? = nil) {
        self.init(
            clientID: request.clientID, clientName: clientName, redirectURI: request.redirectURI,
            scope: request.scope, resources: request.resources, upstream: upstream)
    }
}
