/// An MCP server that tokens are issued for (RFC 8707).
package struct ProtectedResource: Sendable, Equatable {
    package let indicator: ResourceIndicator
    /// Further spellings by which clients may mean it. They are taken, and never given out.
    package let alsoKnownAs: [ResourceIndicator]
    package let name: String
    /// Everything that means something there.
    package let scope: Scope

    package init(
        indicator: ResourceIndicator, alsoKnownAs: [ResourceIndicator] = [], name: String, scope: Scope
    ) {
        self.indicator = indicator
        self.alsoKnownAs = alsoKnownAs
        self.name = name
        self.scope = scope
    }

    /// What a client means by this, be it a spelling of its own.
    package func isCalled(_ indicator: ResourceIndicator) -> Bool {
        self.indicator == indicator || alsoKnownAs.contains(indicator)
    }
}

/// Who may introspect (RFC 7662 §2.1).
package struct ResourceServer: Sendable, Equatable {
    package let id: String
    package let secret: SecretText
    /// Tokens for any other resource are inactive to it.
    package let resources: [ResourceIndicator]

    /// How it may prove that it is the one.
    package static let authenticationMethods: [ClientAuthenticationMethod] = [
        .clientSecretBasic, .clientSecretPost,
    ]

    package init(id: String, secret: SecretText, resources: [ResourceIndicator]) {
        self.id = id
        self.secret = secret
        self.resources = resources
    }
}
