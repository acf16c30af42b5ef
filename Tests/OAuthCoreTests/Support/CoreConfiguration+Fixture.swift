import OAuthModel
import Testing

@testable import OAuthCore

extension CoreConfiguration {
    /// One resource, two scopes, and nothing that is not on.
    static func fixture() throws -> CoreConfiguration {
        let tools = try #require(ScopeToken(rawValue: "tools"))
        let notes = try #require(ScopeToken(rawValue: "notes"))
        return CoreConfiguration(
            issuer: "https://auth.example", issParameter: true,
            scopes: [(tools, "Use the tools"), (notes, "Read the notes")],
            defaultScope: Scope([tools]),
            resources: [
                ProtectedResource(
                    indicator: try #require(ResourceIndicator("https://mcp.example.com")), name: "Tools",
                    scope: Scope([tools]))
            ],
            grantTypes: [.authorizationCode, .refreshToken], authenticationMethods: [.none],
            lifetimes: Lifetimes(
                authorizationCode: .seconds(60), pendingAuthorization: .seconds(600),
                accessToken: .seconds(3600), refreshToken: .seconds(86_400), grant: .seconds(864_000),
                registration: .seconds(864_000), session: .seconds(86_400)),
            reuse: .strict, rotationRate: nil, codeAttempts: 5,
            registration: RegistrationPolicy(
                redirectURIs: RedirectURIRule(
                    schemes: [], allowsReverseDomainSchemes: false, plainHTTP: .thisMachine),
                maximumClients: 10),
            clients: [], resourceServers: [])
    }
}
