package import OAuthModel
package import Storage
import WireText

/// The token endpoint behind client authentication (RFC 6749 §3.2): finds the grant that is asked for.
package struct TokenService: Sendable {
    private let configuration: CoreConfiguration
    private let authorizationCode: AuthorizationCodeExchange
    private let refresh: RefreshExchange
    private let clients: ClientDirectory
    private let patience: StorePatience

    package init(
        configuration: CoreConfiguration, clients: ClientDirectory, grants: any GrantStore, vault: Vault,
        clock: Clock,
        patience: StorePatience
    ) {
        self.patience = patience
        self.configuration = configuration
        self.clients = clients
        let mint = TokenMint(configuration: configuration, vault: vault)
        authorizationCode = AuthorizationCodeExchange(
            configuration: configuration, grants: grants, vault: vault, mint: mint)
        refresh = RefreshExchange(
            configuration: configuration, grants: grants, vault: vault, mint: mint,
            limit: configuration.tokens.rotationRate.map { RotationLimit($0, clock: clock) })
    }

    /// How long a request waits for a store that is away: a refresh for a moment, others not at all.
    package func patience(for parameters: RequestParameters) -> StorePatience.Share {
        parameters["grant_type"]?.ascii == GrantType.refreshToken.rawValue ? patience.begin() : .none
    }

    package func respond(
        to parameters: RequestParameters, from client: Client, patience: StorePatience.Share = .none
    ) async throws(RequestFailure) -> TokenResponse {
        let response: TokenResponse
        switch try grantType(parameters) {
        case .authorizationCode:
            guard client.allows(.authorizationCode) else {
                throw .refused(
                    OAuthError(.unauthorizedClient, "the client is not registered for authorization_code"))
            }
            response = try await authorizationCode.redeem(parameters, client)
        case .refreshToken:
            response = try await refresh.rotate(parameters, client, patience)
        }
        // The tokens exist: that their client's use could not be noted is no reason to withhold them.
        try? await clients.renew(client)
        return response
    }

    private func grantType(_ parameters: RequestParameters) throws(RequestFailure) -> GrantType {
        if let name = parameters.firstRepeated {
            throw .refused(OAuthError(.invalidRequest, "a parameter is repeated", quoting: name))
        }
        guard let text = parameters["grant_type"] else {
            throw .refused(OAuthError(.invalidRequest, "grant_type is missing"))
        }
        guard let grantType = text.ascii.flatMap(GrantType.init), configuration.grantTypes.contains(grantType)
        else {
            throw .refused(
                OAuthError(
                    .unsupportedGrantType, "grant_type is not one that this server offers; see its metadata",
                    cause: "grant_type \(text.excerpt(64))"))
        }
        return grantType
    }
}
