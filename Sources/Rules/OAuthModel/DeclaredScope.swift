/// A scope token that the manifest declares, with what is to be known of it.
package struct DeclaredScope: Sendable, Equatable {
    package let token: ScopeToken
    /// What the consent page says it allows.
    package let description: String
    /// Granted to a request that names no scope.
    package let isDefault: Bool
    /// It stands in `scopes_supported`, where some clients ask for all that they find. What doesn't can be granted all the same.
    package let isAdvertised: Bool

    package init(
        _ token: ScopeToken, description: String, isDefault: Bool = false, isAdvertised: Bool = true
    ) {
        self.token = token
        self.description = description
        self.isDefault = isDefault
        self.isAdvertised = isAdvertised
    }
}
