import OAuthModel
import Storage
import WireText

extension OAuthError {
    /// What is good for one use came a second time: somebody may have stolen it, so the grant was revoked (RFC 9700 §4.14.2).
    ///
    /// The log says whose grant it was. A grant is revoked once, so one theft is one line.
    ///
    /// - Parameter unconfirmed: The end of the grant can't be relied on yet, and what the store says of that. Who comes back is refused
    ///   when it can.
    static func reused(
        _ reason: TokenReason, unconfirmed: (reason: TokenReason, words: String)?, of key: GrantKey
    ) -> OAuthError {
        var facts = [Fact("grant", key.logName)]
        if let unconfirmed { facts.append(Fact("store", unconfirmed.words)) }
        return OAuthError(unconfirmed?.reason ?? reason, facts: facts)
    }
}

extension GrantKey {
    /// For the log: 8 characters of base64url, with which the name of the grant's key in Redis begins.
    var logName: String { Base64URL.encode(Array(bytes.prefix(6))) }
}
