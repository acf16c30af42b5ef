import JSON
import WireText

/// What the authorization server says of an active token (RFC 7662 §2.2).
struct TokenClaims: Sendable {
    /// Every member of the answer except `active`.
    let members: JSONObject
    let scope: [WireText]
    let owner: TokenOwner
    /// Seconds since 1970; `nil` when the token doesn't expire by itself.
    let expiration: Int64?

    init(_ members: JSONObject) {
        var members = members
        members["active"] = nil
        self.members = members
        scope = members["scope"]?.string?.split(separator: UInt8(ascii: " ")) ?? []
        owner = TokenOwner(
            subject: members["sub"]?.string ?? "", clientID: members["client_id"]?.string ?? "")
        expiration = members["exp"]?.integer
    }

    func grants(_ scope: String) -> Bool { self.scope.contains(WireText(scope)) }
}

/// Whose token it is: sessions belong to the pair.
struct TokenOwner: Hashable, Sendable {
    let subject: WireText
    let clientID: WireText
}
