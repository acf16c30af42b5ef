import Support

/// What the server has answered for, and so may never forget.
struct Acknowledged: Sendable {
    /// Clients that were told 201.
    var clients: [String] = []
    /// Codes that were redirected to a client and never sent to the token endpoint.
    var codes: [Code] = []
    var grants: [Grant] = []
    /// What was revoked, or ended by an acknowledged rotation.
    var endedAccessTokens: [String] = []
    var endedGrants: [EndedGrant] = []

    struct Code: Sendable {
        let client: String
        let code: String
    }

    struct Grant: Sendable {
        let client: String
        var accessToken: String
        var refreshToken: String
        /// Refresh tokens that were rotated, oldest first.
        var spent: [String] = []
        /// A rotation was asked for and not answered: it has happened or it hasn't, and either way the client, which
        /// knows only the old token, must get on.
        var isRotating = false
        /// The access token alone was revoked.
        var isAccessTokenEnded = false
    }

    struct EndedGrant: Sendable {
        let client: String
        let refreshToken: String
    }

    mutating func add(_ other: Acknowledged) {
        clients += other.clients
        codes += other.codes
        grants += other.grants
        endedAccessTokens += other.endedAccessTokens
        endedGrants += other.endedGrants
    }

    /// Forgets all but some, so that fifty rounds don't take ever longer; what is kept has to outlive them all.
    mutating func thin(to count: Int, using random: inout SeededRandom) {
        func some<Element>(_ all: [Element]) -> [Element] {
            Array(all.shuffled(using: &random).prefix(count))
        }
        clients = some(clients)
        codes = some(codes)
        grants = some(grants)
        endedAccessTokens = some(endedAccessTokens)
        endedGrants = some(endedGrants)
    }
}
