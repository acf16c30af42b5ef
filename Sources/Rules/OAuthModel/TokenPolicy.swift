/// How long things live, and what a second use of them means. What is set here holds where nobody says otherwise.
package struct TokenPolicy: Sendable, Equatable {
    package var authorizationCode = Duration.seconds(60)
    /// From the first sight of an authorization request to the end of its consent and login.
    package var pendingAuthorization = Duration.seconds(600)
    package var accessToken = Duration.seconds(3600)
    /// A refresh token that is not used for so long is dead.
    package var refreshToken = Duration.seconds(30 * 86_400)
    /// The grant ends then even if it was refreshed a minute ago.
    package var grant = Duration.seconds(90 * 86_400)
    package var reuse = RefreshReuse.replay(.seconds(30))
    /// How often one grant may be refreshed; nil: as often as anybody likes.
    package var rotationRate: Rate? = Rate(count: 30, period: .seconds(60))
    /// How often one client may be given tokens for itself; nil: as often as it likes.
    package var clientRate: Rate? = Rate(count: 30, period: .seconds(60))
    /// So many grants a client may have for itself; with one more the oldest ends.
    package var maximumClientGrants = 1000
    /// A refresh waits so long for a store that is away.
    package var refreshStoreWait = Duration.seconds(5)
    /// So many wrong verifiers from its owner kill an authorization code.
    package var codeAttempts = 5

    package init() {}
}
