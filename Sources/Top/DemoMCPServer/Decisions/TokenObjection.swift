/// Why a token is worth nothing at this server.
enum TokenObjection: Sendable {
    /// The authorization server says so, and doesn't say why.
    case inactive
    /// - Parameter audience: Whose it is.
    case otherResource(audience: [String], own: String)
    case otherIssuer(String, own: String)
    case expired, notYetValid
    case boundToKey

    /// What is wrong, what was sent beside what would be right, and the section that says so.
    var finding: String {
        switch self {
        case .inactive: "the authorization server calls the token inactive (RFC 7662 §2.2)"
        case .otherResource(let audience, let own):
            "the token is for another resource, \(audience.isEmpty ? "none" : audience.joined(separator: " ")), and not for \(own) (RFC 8707 §2)"
        case .otherIssuer(let issuer, let own):
            "the token is of another issuer, \(issuer), and not of \(own) (RFC 9207 §2.4)"
        case .expired: "the token has expired (RFC 6749 §1.5)"
        case .notYetValid: "the token is not valid yet (RFC 7519 §4.1.5)"
        case .boundToKey: "the token is bound to a key and was sent as a bearer token (RFC 9449 §7.1)"
        }
    }

    var remedy: String {
        switch self {
        case .inactive: "the log of the authorization server says why"
        case .otherResource: "have the client ask for a token with this server's URL as its resource"
        case .otherIssuer: "set AUTH_SERVER_URL to the issuer that made it, letter for letter"
        case .expired: "have the client refresh"
        case .notYetValid: "set the clocks of both servers"
        case .boundToKey: "have the client ask for a plain token: this server checks no proofs"
        }
    }
}
