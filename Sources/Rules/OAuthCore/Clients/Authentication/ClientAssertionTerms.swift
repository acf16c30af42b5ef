import JOSE
import JSON
import OAuthModel
import WireText

/// What a client's assertion has to say to count here and now (RFC 7523 §3): that it is meant for this server, and for a while.
struct ClientAssertionTerms: Sendable {
    /// Any of these, byte for byte.
    let audiences: [WireText]

    /// From now to `exp`: what is stolen is worth nothing soon, and its `jti` need not be remembered for long.
    static let longest = Duration.seconds(3600)
    /// How far the clocks of client and server may differ.
    static let leeway = Duration.seconds(30)

    /// The moment at which it ends.
    func check(_ claims: JSONObject, at now: Timestamp) throws(OAuthError) -> Timestamp {
        try checkAudience(claims["aud"])
        guard let end = claims["exp"]?.moment else { throw OAuthError(ClientReason.assertionEndless) }
        guard now < end else {
            throw OAuthError(ClientReason.assertionExpired, facts: [Fact("ago", "\(now.since(end))")])
        }
        guard end <= now.advanced(by: Self.longest) else {
            throw OAuthError(ClientReason.assertionTooLong, facts: [Fact("ends in", "\(end.since(now))")])
        }
        for name in ["iat", "nbf"] {
            guard let value = claims[name] else { continue }
            guard let moment = value.moment, moment <= now.advanced(by: Self.leeway) else {
                throw OAuthError(ClientReason.assertionEarly, facts: [Fact("claim", name)])
            }
        }
        return end
    }

    /// Exactly one: a token that is good at two places can be carried from one to the other.
    private func checkAudience(_ value: JSONValue?) throws(OAuthError) {
        let named = value?.string.map { [$0] } ?? value?.strings ?? []
        guard named.count == 1, let audience = named.first, audiences.contains(audience) else {
            throw OAuthError(
                ClientReason.assertionAudience,
                facts: named.prefix(2).map { Fact("sent", $0) } + audiences.map { Fact("asked for", $0) })
        }
    }
}
