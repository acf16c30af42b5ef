/// One entry of `scopes`.
package struct ScopeDeclaration: Sendable, Equatable {
    package let name: ScopeName
    /// What the consent page says it allows.
    package let description: String
    /// Granted to a request that names no scope.
    package let isDefault: Bool
    /// It stands in `scopes_supported`, where some clients ask for all that they find. What doesn't can be granted all the same.
    package let isAdvertised: Bool
}

/// One entry of `resources`: an MCP server that tokens are issued for (RFC 8707).
package struct ResourceDeclaration: Sendable, Equatable {
    package let resource: ResourceURI
    /// Further spellings by which clients may mean it. They are taken, and never given out.
    package let alsoKnownAs: [ResourceURI]
    package let name: String
    /// The scopes that mean something there; without `scopes` in the file, all of them.
    package let scopes: [ScopeName]
}

/// One entry of `resource_servers`: who may introspect (RFC 7662 §2.1).
package struct ResourceServerDeclaration: Sendable, Equatable {
    package let id: String
    package let secret: SecretText
    /// Tokens for any other resource are inactive to it. Each is one of the declared ones; without `resources` in the
    /// file, all of them.
    package let resources: [ResourceURI]
}
