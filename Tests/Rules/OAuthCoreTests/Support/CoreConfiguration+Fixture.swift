import OAuthModel
import Testing

@testable import OAuthCore

extension CoreConfiguration {
    /// One resource, two scopes, and nothing that is not on.
    static func fixture(
        grantTypes: [GrantType] = [.authorizationCode, .refreshToken], tokens: TokenPolicy = TokenPolicy(),
        methods: [ClientAuthenticationMethod] = ClientAuthenticationMethod.standing,
        resourceServers: [ResourceServer] = []
    ) throws -> CoreConfiguration {
        let tools = try #require(ScopeToken(rawValue: "tools"))
        let notes = try #require(ScopeToken(rawValue: "notes"))
        return CoreConfiguration(
            issuer: "https://auth.example", issParameter: true,
            grantTypes: grantTypes, authenticationMethods: methods, tokens: tokens,
            scopes: [
                DeclaredScope(tools, description: "Use the tools", isDefault: true),
                DeclaredScope(notes, description: "Read the notes"),
            ],
            resources: [
                ProtectedResource(
                    indicator: try #require(ResourceIndicator("https://mcp.example.com")), name: "Tools",
                    scope: Scope([tools]))
            ],
            resourceServers: resourceServers, clients: [],
            registration: RegistrationPolicy(
                redirectURIs: RedirectURIRule(
                    schemes: [], allowsReverseDomainSchemes: false, plainHTTP: .thisMachine)))
    }
}
