package import OAuthModel
package import Storage
package import WireText

/// Another party that knows who sits at the browser. Each adapter is a file of its own; the rules and the endpoints know this alone.
///
/// A `state` is known to the browser and to the upstream. It comes to ``finish(_:of:)`` in the browser that consented, at the redirect URI of
/// the upstream that it began at, and once at the most, whatever the answer. What binds an answer to one login beside it follows from
/// the state under a key of this server (``UpstreamLogin``): nothing is kept for an adapter between the two.
package protocol UpstreamProvider: Sendable {
    /// Begins a login: where the browser is sent. Nothing is lost when that fails, and it may be asked for again.
    ///
    /// - Parameter hint: Whom the client expects (`login_hint`), as it was sent: a stranger's text.
    func begin(
        _ login: UpstreamLogin, hint: WireText?
    ) async throws(StoreError) -> Result<String, UpstreamRefusal>

    /// Ends a login: who it is is what the upstream says when it is asked for what the answer stands for, never the answer itself.
    func finish(
        _ answer: UpstreamAnswer, of login: UpstreamLogin
    ) async throws(StoreError) -> Result<UpstreamIdentity, UpstreamRefusal>

    /// Whether somebody is logged in in the browser that has this, so that a login would ask for nothing.
    func isLoggedIn(_ session: SessionSecret) async throws(StoreError) -> Bool

    /// Who it is where nobody is asked for anything, neither for consent nor for a login. `nil`: people are asked.
    func ownerUnasked(hint: WireText?) -> ResourceOwner?
}

/// What binds the two steps of one login at an upstream to each other. Each is known to the browser or to the upstream, and none follows from
/// another without this server's key.
package struct UpstreamLogin: Sendable {
    /// What has to come back. Needs no percent-encoding.
    package let state: String
    /// `code_verifier` (RFC 7636 §4.1): 43 characters of base64url. Never in an address.
    package let verifier: String
    /// `nonce` (OpenID Connect Core §3.1.2.1): 43 characters of base64url.
    package let nonce: String

    package init(state: String, verifier: String, nonce: String) {
        self.state = state
        self.verifier = verifier
        self.nonce = nonce
    }
}

/// What a browser brings back from an upstream: the parameters of its callback, none twice, with a `state` among them. All of it may be
/// anybody's.
package struct UpstreamAnswer: Sendable {
    package let state: WireText
    private let parameters: RequestParameters

    package init?(_ parameters: RequestParameters) {
        guard parameters.repeated.isEmpty, let state = parameters["state"] else { return nil }
        self.state = state
        self.parameters = parameters
    }

    package subscript(_ name: StaticString) -> WireText? { parameters[name] }
}

/// Who logged in, and what the manifest makes of it.
package struct UpstreamIdentity: Sendable {
    package let owner: ResourceOwner
    /// The most that this person may give to a client; nil: whatever is asked for.
    package let ceiling: Scope?
    /// Whom this person may ask where the ceiling leaves nothing.
    package let contact: String?
    /// What is kept with the grant; nil: nothing.
    package let tokens: UpstreamTokens?

    package init(
        owner: ResourceOwner, ceiling: Scope? = nil, contact: String? = nil, tokens: UpstreamTokens? = nil
    ) {
        self.owner = owner
        self.ceiling = ceiling
        self.contact = contact
        self.tokens = tokens
    }
}
