package import OAuthModel
package import Storage
import WireText

/// The token endpoint behind client authentication (RFC 6749 §3.2): finds the grant that is asked for, and takes every step that grants have
/// in common.
package struct TokenService: Sendable {
    private let configuration: CoreConfiguration
    private let grants: [any Grant]
    private let mint: TokenMint
    private let clients: ClientDirectory
    private let patience: StorePatience

    package init(
        configuration: CoreConfiguration, clients: ClientDirectory, grants store: any GrantStore,
        vault: Vault, clock: Clock, patience: StorePatience
    ) {
        let policy = configuration.tokens
        self.init(
            [
                GrantByAuthorizationCode(policy: policy, store: store, vault: vault),
                GrantByRefreshToken(
                    policy: policy, store: store, vault: vault,
                    limit: policy.rotationRate.map { IssueLimit($0, clock: clock) }),
                GrantByClientCredentials(
                    policy: policy, configuration: configuration, store: store, vault: vault,
                    limit: policy.clientRate.map { IssueLimit($0, clock: clock) }),
            ],
            configuration: configuration, clients: clients, vault: vault, patience: patience)
    }

    /// - Parameter grants: All that there are, whether they are on or not.
    init(
        _ grants: [any Grant], configuration: CoreConfiguration, clients: ClientDirectory, vault: Vault,
        patience: StorePatience
    ) {
        self.grants = grants
        self.configuration = configuration
        self.clients = clients
        self.patience = patience
        mint = TokenMint(configuration: configuration, vault: vault)
    }

    /// How long a request waits for a store that is away: one that goes on with a grant for a moment, others not at all.
    package func patience(for parameters: RequestParameters) -> StorePatience.Share {
        grant(parameters["grant_type"])?.type.begins == false ? patience.begin() : .none
    }

    package func respond(to request: TokenRequest) async throws(RequestFailure) -> TokenResponse {
        let response: TokenResponse
        do {
            let grant = try grant(request.parameters)
            response = try await respond(to: request, by: grant)
        } catch { throw RequestFailure(error) }
        // The tokens exist: that their client's use could not be noted is no reason to withhold them.
        try? await clients.renew(request.client)
        return response
    }

    private func respond(to request: TokenRequest, by grant: some Grant) async throws -> TokenResponse {
        if grant.type.begins { try check(request.client, mayUse: grant.type, nil) }
        let claim = try await grant.claim(request)
        try check(request.client, mayUse: grant.type, claim.access)
        switch claim {
        case .nothing(let reason): throw try await reason()
        case .granted(let entitlement, let evidence):
            let (scope, resources): (Scope, [ResourceIndicator])
            do {
                (scope, resources) = try request.parameters.access(within: entitlement.access, configuration)
            } catch { throw try await grant.refusal(error, of: evidence, in: request) }
            try await grant.admit(evidence, request)
            let isRefreshed =
                grant.type.isRefreshed && configuration.grantTypes.contains(.refreshToken)
                && allows(request.client, .refreshToken, entitlement.access)
            let tokens = try mint.tokens(
                of: grant.type, for: entitlement, request, scope: scope, resources: resources,
                isRefreshed: isRefreshed)
            return try await grant.issue(tokens, for: evidence, request)
        }
    }

    private func grant(_ parameters: RequestParameters) throws -> any Grant {
        if let name = parameters.firstRepeated {
            throw OAuthError(.invalidRequest, "a parameter is repeated", quoting: name)
        }
        guard let text = parameters["grant_type"] else {
            throw OAuthError(.invalidRequest, "grant_type is missing")
        }
        guard let grant = grant(text), configuration.grantTypes.contains(grant.type) else {
            throw OAuthError(
                .unsupportedGrantType, "grant_type is not one that this server offers; see its metadata",
                cause: "grant_type \(text.excerpt(64))")
        }
        return grant
    }

    private func grant(_ name: WireText?) -> (any Grant)? {
        name.flatMap { name in grants.first { name.equals($0.type.name) } }
    }

    private func check(_ client: Client, mayUse type: GrantType, _ granted: GrantedAccess?) throws {
        guard allows(client, type, granted) else {
            throw OAuthError(.unauthorizedClient, "the client is not registered for", naming: type.name)
        }
        guard !type.isConfidential || client.metadata.authenticationMethod != .none else {
            throw OAuthError(
                .unauthorizedClient, "a client that proves nothing may not use", naming: type.name)
        }
    }

    /// A client may use what it is registered for, and refresh what the resource owner granted `offline_access` with.
    private func allows(_ client: Client, _ type: GrantType, _ granted: GrantedAccess?) -> Bool {
        client.allows(type) || type == .refreshToken && granted?.scope.contains(.offlineAccess) == true
    }
}
