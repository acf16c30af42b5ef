import JSON
import OAuthModel
import Storage
import WireText

/// `grant_type=refresh_token` (RFC 6749 §6), with rotation at every use (RFC 9700 §4.14.2).
struct RefreshExchange: Sendable {
    let configuration: CoreConfiguration
    let grants: any GrantStore
    let vault: Vault
    let mint: TokenMint
    let limit: RotationLimit?

    func rotate(
        _ parameters: RequestParameters, _ client: Client, _ patience: StorePatience.Share
    ) async throws(RequestFailure) -> TokenResponse {
        do {
            return try await rotate(token(parameters), parameters, client, patience)
        } catch {
            throw RequestFailure(error)
        }
    }

    private func rotate(
        _ token: OpaqueToken?, _ parameters: RequestParameters, _ client: Client,
        _ patience: StorePatience.Share
    ) async throws -> TokenResponse {
        guard let token else {
            try checkAllowed(client, nil)
            throw Self.dead("it was never issued here")
        }
        let key = vault.grantKey(token.handle)
        let digest = vault.digest(token.secret)
        let wait = limit?.wait(for: key)
        let stored = try await patience.insist { try await grants.load(refreshToken: digest, of: key) }
        let record: GrantedAccess? = stored.flatMap { vault.open($0.record.sealed, under: token.secret) }
        let grant = record?.clientID == client.id ? record : nil
        try checkAllowed(client, grant)
        guard let grant else {
            throw record == nil ? try await gone(key, patience) : Self.dead("it is another client's")
        }
        let (scope, resources): (Scope, [ResourceIndicator])
        do {
            (scope, resources) = try parameters.access(within: grant, configuration)
        } catch {
            throw stored?.isSpent == true ? try await ungranted(error, digest, key, client, patience) : error
        }
        if let limit, let wait, mayRotate(stored) {
            if stored?.isSpent == true,
                try await grants.revoke(ifReused: digest, of: key, reuse: configuration.tokens.reuse)
            {
                throw await reused(key, client, patience)
            }
            throw RequestFailure.limited(limit.rate, wait: wait)
        }
        let access = try mint.accessToken(
            handle: token.handle, for: grant, scope: scope, resources: resources)
        let refresh = try mint.refreshToken(handle: token.handle, for: grant)
        let answer = ReplayedAnswer(
            accessToken: access.text, refreshToken: refresh.text, scope: scope, resources: resources)
        let issuing = RotatedTokens(
            accessToken: access.new, refreshToken: refresh.new,
            replay: try vault.seal(answer, under: token.secret))
        let rotation = try await patience.insist {
            try await grants.rotate(
                refreshToken: digest, of: key, reuse: configuration.tokens.reuse, issuing: issuing)
        }
        switch rotation {
        case .rotated(let validity):
            limit?.count(key)
            return answer.response(validity.accessToken.lifetime)
        case .replayed(let sealed, let remaining):
            return try replayed(sealed, token, scope, resources, remaining)
        case .reused: throw await reused(key, client, patience)
        case .unknown: throw try await gone(key, patience)
        }
    }

    /// Using the token would make new ones, rather than repeat what it made or end the grant.
    private func mayRotate(_ stored: StoredRefreshToken?) -> Bool {
        guard stored?.isSpent == true else { return true }
        return switch configuration.tokens.reuse {
        case .grace: true
        case .strict, .replay: false
        }
    }

    /// The first answer again, for the same request only: another one is refused, and nothing is revoked.
    private func replayed(
        _ sealed: SealedRecord, _ token: OpaqueToken, _ scope: Scope, _ resources: [ResourceIndicator],
        _ remaining: Duration
    ) throws -> TokenResponse {
        guard let first: ReplayedAnswer = vault.open(sealed, under: token.secret) else {
            throw Self.dead("its successor can't be opened")
        }
        guard first.scope == scope, Set(first.resources) == Set(resources) else {
            throw Self.otherParameters
        }
        return first.response(remaining)
    }

    /// What to answer when a token that is spent comes with a request for more than was granted: that request must not hide
    /// the reuse (RFC 9700 §4.14.2).
    private func ungranted(
        _ error: OAuthError, _ digest: SecretDigest, _ key: GrantKey, _ client: Client,
        _ patience: StorePatience.Share
    ) async throws -> OAuthError {
        let isReused = try await patience.insist {
            try await grants.revoke(ifReused: digest, of: key, reuse: configuration.tokens.reuse)
        }
        if isReused { return await reused(key, client, patience) }
        switch configuration.tokens.reuse {
        case .strict: return try await gone(key, patience)
        case .grace: return error
        case .replay: return Self.otherParameters
        }
    }

    private func token(_ parameters: RequestParameters) throws -> OpaqueToken? {
        guard let text = parameters["refresh_token"] else {
            throw OAuthError(.invalidRequest, "refresh_token is missing")
        }
        return OpaqueToken(.refreshToken, text)
    }

    /// A client may refresh when it registered for it, or when the resource owner granted `offline_access`.
    private func checkAllowed(_ client: Client, _ grant: GrantedAccess?) throws {
        guard client.allows(.refreshToken) || grant?.scope.contains(.offlineAccess) == true else {
            throw OAuthError(.unauthorizedClient, "the client is not registered for refresh_token")
        }
    }

    /// The store has revoked the grant, and will not do so again: whatever becomes of the answer, the operator is told now.
    private func reused(_ key: GrantKey, _ client: Client, _ patience: StorePatience.Share) async
        -> OAuthError
    {
        var reason: String?
        do { try await confirm(key, patience) } catch {
            reason = (error as? StoreError)?.reason ?? "\(error)"
        }
        return .reused(
            "the refresh token was used before; the grant is revoked",
            log: "refresh token", of: key, by: client.id, unconfirmed: reason)
    }

    /// There is no such token: there never was, or it has expired, or somebody has ended its grant, be it a moment ago.
    private func gone(_ key: GrantKey, _ patience: StorePatience.Share) async throws -> OAuthError {
        try await confirm(key, patience)
        return Self.dead("unknown or expired")
    }

    private func confirm(_ key: GrantKey, _ patience: StorePatience.Share) async throws {
        try await patience.insist { try await grants.confirm(key) }
    }

    private static let otherParameters = OAuthError(
        .invalidGrant, "the refresh token was used a moment ago with other parameters")

    private static func dead(_ cause: String) -> OAuthError {
        OAuthError(
            .invalidGrant, "the refresh token is invalid, expired, revoked, or was issued to another client",
            cause: "refresh token: \(cause)")
    }
}

/// The answer to a refresh, kept sealed under the token that was spent for it.
private struct ReplayedAnswer: SealableRecord {
    static let kind = SealedKind.replay

    let accessToken: String
    let refreshToken: String
    let scope: Scope
    let resources: [ResourceIndicator]

    init(accessToken: String, refreshToken: String, scope: Scope, resources: [ResourceIndicator]) {
        self.accessToken = accessToken
        self.refreshToken = refreshToken
        self.scope = scope
        self.resources = resources
    }

    func response(_ lifetime: Duration) -> TokenResponse {
        TokenResponse(accessToken: accessToken, refreshToken: refreshToken, lifetime: lifetime, scope: scope)
    }

    var json: JSONObject {
        JSONObject([
            "access_token": .string(accessToken), "refresh_token": .string(refreshToken),
            "scope": .string(scope.text), "resource": .strings(resources.map(\.text)),
        ])
    }

    init?(json: JSONValue) {
        guard let accessToken = json["access_token"]?.string?.ascii,
            let refreshToken = json["refresh_token"]?.string?.ascii,
            let scope = json["scope"]?.scope, let resources = json["resource"]?.resources
        else { return nil }
        self.accessToken = accessToken
        self.refreshToken = refreshToken
        self.scope = scope
        self.resources = resources
    }
}
