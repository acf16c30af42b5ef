package import OAuthModel

/// How long the next step of a flow may take before it counts as stopped: as long as what it needs is good.
package struct FlowPatience: Sendable {
    /// Of steps that a client takes by itself.
    let client: Duration
    /// From the authorization request to the end of the login.
    let person: Duration
    let code: Duration
    let accessToken: Duration
    /// Resource servers ask here what tokens are worth.
    let isIntrospected: Bool

    package init(tokens: TokenPolicy, isIntrospected: Bool) {
        client = .seconds(60)
        person = tokens.pendingAuthorization
        code = tokens.authorizationCode
        accessToken = tokens.accessToken
        self.isIntrospected = isIntrospected
    }
}
