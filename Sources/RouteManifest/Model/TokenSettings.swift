package import OAuthModel

/// Section `tokens`: how long things live.
package struct TokenSettings: Sendable, Equatable {
    package let authorizationCode: Duration
    /// From the first sight of an authorization request to the end of its consent and login.
    package let pendingAuthorization: Duration
    package let accessToken: Duration
    /// A refresh token that is not used for so long is dead.
    package let refreshTokenIdle: Duration
    /// The grant ends then even if it was refreshed a minute ago.
    package let refreshTokenAbsolute: Duration
    package let rotation: RotationMode
    /// How often one grant may be refreshed; nil: as often as anybody likes.
    package let rotationRate: Rate?
    /// A refresh waits so long for a store that is away.
    package let refreshStoreWait: Duration
    /// So many wrong verifiers from its owner kill an authorization code.
    package let codeAttempts: Int
}

/// What happens when a refresh token that has been rotated is shown again (RFC 9700 §4.14.2).
package enum RotationMode: Sendable, Equatable {
    /// Its family is revoked.
    case strict
    /// It stays good for so long, and is rotated anew each time.
    case grace(Duration)
    /// For so long the same request gets the same successor again, as long as that one is unused.
    case replay(Duration)
}
