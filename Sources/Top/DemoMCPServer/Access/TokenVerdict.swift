import JSON
import WireText

/// The outcome of asking about one token.
enum TokenVerdict: Sendable {
    case active(TokenClaims)
    /// Not a token for this resource at this time.
    case refused(TokenObjection)
    case unavailable(Unavailable)
}

/// What makes an active token one of this resource's own.
struct TokenExpectation: Sendable {
    let resource: String
    let issuer: String

    /// Why a token that the authorization server calls active is refused here; `nil` when it is not.
    func objection(to members: JSONObject, at unixTime: Int64) -> TokenObjection? {
        let audience = members["aud"].flatMap { $0.string.map { [$0] } ?? $0.strings } ?? []
        guard audience.contains(WireText(resource)) else {
            return .otherResource(audience: audience.map { $0.excerpt() }, own: resource)
        }
        if let issuer = members["iss"], issuer.string != WireText(self.issuer) {
            return .otherIssuer(issuer.string?.excerpt() ?? "none", own: self.issuer)
        }
        if let expiration = members["exp"] {
            guard let expiration = expiration.integer, unixTime < expiration else {
                return .expired
            }
        }
        if let start = members["nbf"] {
            guard let start = start.integer, start <= unixTime + Self.skew else {
                return .notYetValid
            }
        }
        if let type = members["token_type"], type.string?.ascii?.lowercased() != "bearer" {
            return .boundToKey
        }
        return nil
    }

    /// Seconds by which the authorization server's clock may be ahead of this one.
    private static let skew: Int64 = 60
}
