package import OAuthModel
package import Storage
import WireText

/// The token endpoint behind client authentication (RFC 6749 §3.2): finds the grant that is asked for, and takes every step that grants have
/// in common.
package struct TokenService: Sendable {
    private let configuration: CoreConfiguration
    private let grants: [any Grant]
    private let mint: TokenMint
    private let vault: Vault
    private let clients: ClientDirectory
    private let patience: StorePatience
    private let recent: RecentGrants

    package init(
        configuration: CoreConfiguration, clients: ClientDirectory, grants store: any GrantStore,
        vault: Vault, limits: IssueLimits, patience: StorePatience, sessions: UpstreamSessions,
        recent: RecentGrants
    ) {
        let policy = configuration.tokens
        self.init(
            [
                GrantByAuthorizationCode(
                    policy: policy, store: store, vault: vault, sessions: sessions, recent: recent),
                GrantByRefreshToken(
                    policy: policy, store: store, vault: vault,
                    limit: limits.ofGrants(policy.rotationRate), sessions: sessions, recent: recent),
                GrantByClientCredentials(
                    policy: policy, configuration: configuration, store: store, vault: vault,
                    limit: limits.ofClients(policy.clientRate), recent: recent),
            ],
            configuration: configuration, clients: clients, vault: vault, patience: patience,
            recent: recent)
    }

    /// - Parameter grants: All that there are, whether they are on or not.
    init(
        _ grants: [any Grant], configuration: CoreConfiguration, clients: ClientDirectory, vault: Vault,
        patience: StorePatience, recent: RecentGrants
    ) {
        self.grants = grants
        self.recent = recent
        self.vault = vault
        self.configuration = configuration
        self.clients = clients
        self.patience = patience
        mint = TokenMint(configuration: configuration, vault: vault)
    }

    /// How long a request waits for a store that is away: one that goes on with a grant for a moment, others not at all.
    package func patience(for parameters: RequestParameters) -> StorePatience.Share {
        grant(parameters["grant_type"])?.type.begins == false ? patience.begin() : .none
    }

    package func respond(
        to request: TokenRequest
    ) async throws(RequestFailure) -> Decided<TokenResponse> {
        let answer: Decided<TokenResponse>
        do {
            let grant = try grant(request.parameters)
            answer = try await respond(to: request, by: grant)
        } catch {
            throw RequestFailure(error).of(request.client.id).adding(shown(request.parameters))
        }
        // The tokens exist: that their client's use could not be noted is no reason to withhold them.
        try? await clients.renew(request.client)
        return answer
    }

    private func respond(
        to request: TokenRequest, by grant: some Grant
    ) async throws -> Decided<TokenResponse> {
        if grant.type.begins { try check(request, mayUse: grant.type, nil) }
        let claim = try await grant.claim(request)
        do {
            return try await respond(to: request, by: grant, claim)
        } catch {
            throw RequestFailure(error).of(request.client.id, in: claim.access?.login)
        }
    }

    private func respond<G: Grant>(
        to request: TokenRequest, by grant: G, _ claim: Claim<G.Evidence>
    ) async throws -> Decided<TokenResponse> {
        try check(request, mayUse: grant.type, claim.access)
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
                && allows(request, .refreshToken, entitlement.access)
            let tokens = try mint.tokens(
                of: grant.type, for: entitlement, request, scope: scope, resources: resources,
                isRefreshed: isRefreshed)
            let response = try await grant.issue(tokens, for: evidence, request)
            let access = entitlement.access
            if response.way != .refreshRepeated {
                recent.noteToken(
                    tokens.accessToken.new.digest, of: tokens.key, flow: access.flow,
                    lifetime: response.lifetime, isRefreshed: response.way == .refreshed)
            }
            let issued = IssuedTokensDecision(
                way: response.way, client: request.client, access: access, scope: response.scope,
                lifetime: response.lifetime, isRefreshed: response.refreshToken != nil,
                confirmation: response.confirmation)
            return Decided(response, .tokensIssued(issued), in: access.flow)
        }
    }

    /// What was to be exchanged for tokens.
    private func shown(_ parameters: RequestParameters) -> Fact? {
        (parameters["code"] ?? parameters["refresh_token"]).map(vault.shown)
    }

    private func grant(_ parameters: RequestParameters) throws -> any Grant {
        if let name = parameters.firstRepeated {
            throw OAuthError(FormReason.repeatedParameter, quoting: name)
        }
        guard let text = parameters["grant_type"] else {
            throw OAuthError(TokenReason.grantTypeMissing)
        }
        guard let grant = grant(text), configuration.grantTypes.contains(grant.type) else {
            throw OAuthError(
                TokenReason.grantTypeUnsupported,
                facts: [
                    Fact("sent", text),
                    Fact("offered", configuration.grantTypes.map(\.rawValue).joined(separator: " ")),
                ])
        }
        return grant
    }

    private func grant(_ name: WireText?) -> (any Grant)? {
        name.flatMap { name in grants.first { name.equals($0.type.name) } }
    }

    private func check(
        _ request: TokenRequest, mayUse type: GrantType, _ granted: GrantedAccess?
    ) throws {
        guard allows(request, type, granted) else {
            throw OAuthError(TokenReason.grantTypeUnregistered, naming: type.name)
        }
        // Who has read a token out of somewhere does not have the key (a document may offer both).
        if granted?.beginning?.method.hasKey == true, request.method == .none {
            throw OAuthError(ClientReason.keyLeftOut)
        }
    }

    /// A client may use what it is registered for, and refresh what the resource owner granted `offline_access` with. What is for
    /// clients that prove who they are is for no other, whatever it is registered for.
    private func allows(_ request: TokenRequest, _ type: GrantType, _ granted: GrantedAccess?) -> Bool {
        guard !type.isConfidential || request.method != .none else { return false }
        return request.client.allows(type)
            || type == .refreshToken && granted?.scope.contains(.offlineAccess) == true
    }
}
