import JSON

/// What the authorization server says of an active token (RFC 7662 §2.2).
struct TokenClaims: Sendable {
    /// Every member of the answer except `active`.
    let members: JSONObject
    let scope: [String]
    let owner: TokenOwner
    /// Seconds since 1970; `nil` when the token doesn't expire by itself.
    let expiration: Int64?

    init(_ members: JSONObject) {
        var members = members
        members["active"] = nil
        self.members = members
        scope = members["scope"]?.string?.split(separator: " ").map(String.init) ?? []
        owner = TokenOwner(
            subject: members["sub"]?.string ?? "", clientID: members["client_id"]?.string ?? "")
        expiration = members["exp"]?.integer
    }
}

/// Whose token it is: sessions belong to the pair.
struct TokenOwner: Hashable, Sendable {
    let subject: String
    let clientID: String
}
