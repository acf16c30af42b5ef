import Cryptography
import EmbeddedStore
import JSON
import OAuthModel
import Shelf
import Storage
import Support
import Testing
import WireText

@testable import OAuthCore

/// The core on a store in memory, with a clock that the test moves and a client: a rule of it in a few lines, without a socket.
///
///     let core = try CoreFixture()
///     let code = try await core.code()
///     #expect(await refusal { try await core.redeem(code, ["code_verifier": nil]) } == .invalidGrant)
struct CoreFixture: Sendable {
    let clock = MovableClock()
    let configuration: CoreConfiguration
    let store: EmbeddedStore
    let vault: Vault
    let clients: ClientDirectory
    let tokens: TokenService
    let revocation: RevocationService
    let sessions: UpstreamSessions
    /// A public client that may use both grants.
    let client: Client

    /// RFC 7636, appendix B.
    static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    static let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    static let redirectURI = "https://app.example/cb"

    init(
        grantTypes: [GrantType] = [.authorizationCode, .refreshToken],
        refresher: ScriptedRefresher? = nil, _ change: (inout TokenPolicy) -> Void = { _ in }
    ) throws {
        var policy = TokenPolicy()
        change(&policy)
        configuration = try .fixture(grantTypes: grantTypes, tokens: policy)
        vault = Vault(
            serverSecret: [UInt8](repeating: 7, count: 32), random: .system, clock: clock.clock)
        store = EmbeddedStore(memoryOnly: clock.clock)
        clients = ClientDirectory(configuration: configuration, store: store, vault: vault)
        let recent = RecentGrants(clock: clock.clock)
        let uptime = Uptime(with: clock.clock)
        sessions = UpstreamSessions(
            refresher.map { [ScriptedRefresher.name: $0] } ?? [:], store: store, vault: vault, recent: recent,
            uptime: uptime
        ) { [clock] in clock.advance(by: $0) }
        tokens = TokenService(
            configuration: configuration, clients: clients, grants: store, vault: vault,
            limits: IssueLimits(clock: clock.clock),
            patience: StorePatience(wait: .zero, uptime: uptime) { _ in }, sessions: sessions,
            recent: recent)
        revocation = RevocationService(grants: store, vault: vault, sessions: sessions, recent: recent)
        client = Self.client("client")
    }

    static func client(
        _ id: String, grantTypes: [GrantType] = [.authorizationCode, .refreshToken],
        _ method: ClientAuthenticationMethod = .none
    ) -> Client {
        Client(
            id: ClientID(rawValue: id),
            metadata: ClientMetadata(
                redirectURIs: [RedirectURI(redirectURI)], authenticationMethods: [method],
                grantTypes: grantTypes),
            origin: .registration)
    }

    /// What a resource owner granted, as a code; of another client than that of the fixture when it is given.
    func code(
        of client: Client? = nil, scope: String = "tools", parts: JSONObject = JSONObject(),
        keeping tokens: UpstreamTokens? = nil
    ) async throws -> String {
        let code = OpaqueToken(
            .authorizationCode, handle: vault.random.bytes(OpaqueToken.handleLength), random: vault.random)
        let request = AuthorizationRequest(
            clientID: (client ?? self.client).id, redirectURI: RedirectURI(Self.redirectURI),
            state: nil, scope: try #require(Scope(scope)), resources: [configuration.resources[0].indicator],
            challenge: try #require(CodeChallenge(rawValue: Self.challenge)), loginHint: nil)
        let pending = PendingAuthorization(request: request, flow: FlowID(random: vault.random), parts: parts)
        let record = AuthorizationCodeGrant(
            pending, owner: ResourceOwner(id: "ada", name: "Ada"), tokens: tokens)
        let key = vault.grantKey(code.handle)
        let lifetime = configuration.tokens.authorizationCode
        try await store.insert(
            code: vault.digest(code.secret), try vault.seal(record, under: code.secret, for: lifetime),
            of: key, lifetime: lifetime,
            summary: try vault.summary(
                GrantSummaryRecord(access: record.grant, begunAt: clock.now), of: key))
        return code.text
    }

    /// A parameter set to `nil` is left out.
    func redeem(
        _ code: String, _ changes: [String: String?] = [:], by client: Client? = nil
    ) async throws -> TokenResponse {
        try await ask(
            [
                "grant_type": "authorization_code", "code": code, "redirect_uri": Self.redirectURI,
                "code_verifier": Self.verifier,
            ], changes, client)
    }

    func refresh(
        _ token: String?, _ changes: [String: String?] = [:], by client: Client? = nil
    ) async throws -> TokenResponse {
        try await ask(["grant_type": "refresh_token", "refresh_token": token], changes, client)
    }

    /// The tokens of a new grant.
    func granted(scope: String = "tools") async throws -> TokenResponse {
        try await redeem(try await code(scope: scope))
    }

    /// Whether the store still has the access token.
    func isAlive(_ response: TokenResponse) async throws -> Bool {
        let token = try #require(OpaqueToken(.accessToken, WireText(response.accessToken)))
        return try await store.load(accessToken: vault.digest(token.secret), of: vault.grantKey(token.handle))
            != nil
    }

    private func ask(
        _ usual: [String: String?], _ changes: [String: String?], _ client: Client?
    ) async throws -> TokenResponse {
        let fields = usual.merging(changes) { $1 }.compactMapValues(\.self)
        let query = fields.map { percentEncoded($0.key) + "=" + percentEncoded($0.value) }
            .joined(separator: "&")
        return try await tokens.respond(
            to: TokenRequest(
                try #require(RequestParameters(query: query)), from: .usual(client ?? self.client),
                at: "192.0.2.1")
        ).answer
    }
}

/// The code of the error that a request is refused with; nil: it isn't.
func refusal(_ ask: () async throws -> TokenResponse) async -> OAuthError.Code? {
    do {
        _ = try await ask()
        return nil
    } catch {
        guard case .refused(let error) = error as? RequestFailure else { return nil }
        return error.code
    }
}

extension AuthenticatedClient {
    /// As it is registered.
    static func usual(_ client: Client) -> AuthenticatedClient {
        AuthenticatedClient(client, by: client.metadata.authenticationMethod)
    }
}
