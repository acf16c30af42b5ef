import OAuthModel
import Storage
import WireText

extension OAuthError {
    /// What is good for one use came a second time: somebody may have stolen it, so the grant was revoked (RFC 9700 §4.14.2).
    ///
    /// The log says whose grant it was. A grant is revoked once, so one theft is one line.
    ///
    /// - Parameter reason: Why the end of the grant can't be relied on yet. Who comes back is refused when it can.
    static func reused(
        _ description: StaticString, log credential: String, of key: GrantKey, by client: ClientID,
        unconfirmed reason: String? = nil
    ) -> OAuthError {
        // The id may be as long as a URL, and a line is cut.
        let cause = "\(credential) reused, grant \(key.logName) revoked; client \(client.rawValue)"
        guard let reason else {
            return OAuthError(.invalidGrant, description, cause: cause, isAlarming: true)
        }
        return OAuthError(
            .temporarilyUnavailable, "the server can't reach its store; try again in a moment",
            cause: "\(cause); store unavailable: \(reason)", isAlarming: true)
    }
}

extension GrantKey {
    /// For the log: 8 characters of base64url, with which the name of the grant's key in Redis begins.
    var logName: String { Base64URL.encode(Array(bytes.prefix(6))) }
}
