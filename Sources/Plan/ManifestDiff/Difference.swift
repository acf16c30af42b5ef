// What changes from one manifest to another, and what comes of it for whom. Everything is derived from values: two manifests, their plans
// and their metadata. No file is read here, and nothing is written.

/// One thing that is different.
package struct Difference: Sendable, Equatable {
    /// The rule that found it, for programs: a name never changes its meaning.
    package let rule: String
    /// What is different: `tokens.access_token`, `routes.register`, `metadata.issuer`.
    package let subject: String
    /// Nil: it is new.
    package let before: String?
    /// Nil: it is gone.
    package let after: String?
    package let effects: [Effect]
}

/// What comes of a difference for somebody.
package struct Effect: Sendable, Equatable {
    package let audience: Audience
    package let words: String

    static func clients(_ words: String) -> Effect { Effect(audience: .clients, words: words) }
    static func resourceServers(_ words: String) -> Effect {
        Effect(audience: .resourceServers, words: words)
    }
    static func people(_ words: String) -> Effect { Effect(audience: .people, words: words) }
    static func operators(_ words: String) -> Effect { Effect(audience: .operators, words: words) }
}

/// Who notices.
package enum Audience: String, CaseIterable, Sendable {
    case clients
    case resourceServers = "resource_servers"
    /// Who log in.
    case people
    /// Who run the server.
    case operators

    package var words: String {
        switch self {
        case .clients: "clients"
        case .resourceServers: "resource servers"
        case .people: "people who log in"
        case .operators: "who runs the server"
        }
    }
}
