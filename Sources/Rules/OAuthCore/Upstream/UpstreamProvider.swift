package import OAuthModel
package import Storage
package import WireText

/// Another party that knows who sits at the browser. Each adapter is a file of its own; the rules and the endpoints know this alone.
///
/// A `state` is known to the browser and to the upstream. It comes to ``finish(_:)`` in the browser that consented, and once at
/// the most, whatever the answer. What an adapter has to bind to one login (the verifier of PKCE, a nonce) it derives from the
/// state under a key of this server, or keeps under it: nothing is kept for it between the two.
package protocol UpstreamProvider: Sendable {
    /// Begins a login: where the browser is sent. Nothing is lost when that fails, and it may be asked for again.
    ///
    /// - Parameters:
    ///   - state: What has to come back. Needs no percent-encoding.
    ///   - hint: Whom the client expects (`login_hint`), as it was sent: a stranger's text.
    func begin(
        state: String, hint: WireText?
    ) async throws(StoreError) -> Result<String, UpstreamRefusal>

    /// Ends a login: who it is is what the upstream says when it is asked for what the answer stands for, never the answer itself.
    func finish(_ answer: UpstreamAnswer) async throws(StoreError) -> Result<ResourceOwner, UpstreamRefusal>

    /// Whether somebody is logged in in the browser that has this, so that a login would ask for nothing.
    func isLoggedIn(_ session: SessionSecret) async throws(StoreError) -> Bool

    /// Who it is where nobody is asked for anything, neither for consent nor for a login. `nil`: people are asked.
    func ownerUnasked(hint: WireText?) -> ResourceOwner?
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
