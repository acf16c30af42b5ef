package import OAuthModel

/// Why an upstream does not say who it is, or why whom it says is not let in.
package struct UpstreamRefusal: Error, Sendable {
    /// What the person is told, or the client where it is the answer to its request.
    package let error: OAuthError
    /// Whether it answers the client's request, as the person's own no does. Any other is told here, and the request goes on waiting.
    let isAnswer: Bool
    /// Whom the person may ask, where somebody can let them in.
    package let contact: String?

    private init(_ error: OAuthError, isAnswer: Bool = false, contact: String? = nil) {
        self.error = error
        self.isAnswer = isAnswer
        self.contact = contact
    }

    /// The person turned back.
    package static let denied = UpstreamRefusal(OAuthError(LoginReason.loginDenied), isAnswer: true)
    /// What came back is neither a code nor a denial.
    package static let noCode = UpstreamRefusal(OAuthError(LoginReason.loginCodeMissing))
    /// The upstream knows nothing of this code: it was never made, or it was used, or it took too long.
    package static let unknownCode = UpstreamRefusal(OAuthError(LoginReason.loginUnconfirmed))

    /// - Parameter facts: For the operator: never a secret, and of what a provider says of a person only what rules look at.
    package init(_ reason: UpstreamReason, contact: String? = nil, facts: [Fact] = []) {
        self.init(OAuthError(reason, facts: facts), contact: contact)
    }
}

extension Result<UpstreamIdentity, UpstreamRefusal> {
    /// Why nobody logged in, unless that is what the client is told.
    var refusal: UpstreamRefusal? {
        if case .failure(let refusal) = self, !refusal.isAnswer { refusal } else { nil }
    }
}

extension UpstreamRefusal {
    /// The person may give nothing of what a client asks for.
    static func scopeless(
        _ identity: UpstreamIdentity, _ ceiling: Scope, asking scope: Scope, at upstream: UpstreamName
    ) -> UpstreamRefusal {
        UpstreamRefusal(
            .personScopeless, contact: identity.contact,
            facts: [
                Fact("upstream", upstream.rawValue), Fact("sub", identity.owner.subject.rawValue),
                Fact("asked", scope.text), Fact("ceiling", ceiling.text),
            ])
    }
}
