import JSON
import OAuthModel
import Storage
import WireText

/// `grant_type=refresh_token` (RFC 6749 §6), with rotation at every use (RFC 9700 §4.14.2).
struct GrantByRefreshToken: Grant {
    let type = GrantType.refreshToken
    let policy: TokenPolicy
    let store: any GrantStore
    let vault: Vault
    let limit: IssueLimit<GrantKey>?
    let sessions: UpstreamSessions
    let recent: RecentGrants

    struct Evidence {
        let token: OpaqueToken
        let grant: LookedAfter
        let digest: SecretDigest
        let isSpent: Bool
        /// What ``limit`` said before the token was looked up.
        let wait: Duration?

        var key: GrantKey { grant.key }
    }

    func claim(_ request: TokenRequest) async throws -> Claim<Evidence> {
        guard let text = request.parameters["refresh_token"] else {
            throw OAuthError(TokenReason.refreshTokenMissing)
        }
        guard let token = OpaqueToken(.refreshToken, text) else {
            return .nothing { OAuthError(TokenReason.refreshTokenMalformed) }
        }
        let key = vault.grantKey(token.handle)
        let digest = vault.digest(token.secret)
        let wait = limit?.wait(for: key)
        let stored = try await request.patience.insist {
            try await store.load(refreshToken: digest, of: key)
        }
        guard let stored, let access: GrantedAccess = vault.open(stored.record, under: token.secret),
            access.isCredible(at: vault.clock.now)
        else { return .nothing { try await gone(key, request) } }
        let begun = access.begun(beginning(as: stored.record.validity, by: request.method))
        guard let entitlement = Entitlement(begun, handle: token.handle, to: request.client) else {
            return .nothing {
                OAuthError(TokenReason.refreshTokenOfAnotherClient).of(nil, in: access.login)
            }
        }
        return .granted(
            entitlement,
            Evidence(
                token: token, grant: LookedAfter(access: begun, handle: token.handle, key: key),
                digest: digest, isSpent: stored.isSpent, wait: wait))
    }

    /// Of a grant whose record says nothing of it, because it is older than that.
    private func beginning(
        as validity: Validity, by method: ClientAuthenticationMethod
    ) -> GrantedAccess.Beginning {
        GrantedAccess.Beginning(
            at: validity.issuedAt, endsAt: validity.issuedAt.advanced(by: policy.grant),
            method: method)
    }

    /// A request for more than was granted must not hide that the token is spent (RFC 9700 §4.14.2).
    func refusal(
        _ error: OAuthError, of shown: Evidence, in request: TokenRequest
    ) async throws -> any Error {
        guard shown.isSpent else { return error }
        let isReused = try await request.patience.insist { try await endIfReused(shown) }
        if isReused { return await reused(shown, request) }
        switch policy.reuse {
        case .strict: return try await gone(shown.key, request)
        case .grace: return error
        case .replay: return OAuthError(TokenReason.refreshParametersDiffer)
        }
    }

    func admit(_ shown: Evidence, _ request: TokenRequest) async throws {
        guard let limit, let wait = shown.wait, mayRotate(shown) else { return }
        if shown.isSpent, try await endIfReused(shown) { throw await reused(shown, request) }
        throw RequestFailure.limited(
            IssueLimited(reason: .grantTooOften, rate: limit.rate, wait: wait, client: request.client.id))
    }

    func issue(
        _ tokens: MintedTokens, for shown: Evidence, _ request: TokenRequest
    ) async throws -> TokenResponse {
        // Who may use a refresh token is given the next one: the service goes by one rule for both.
        guard let refreshToken = tokens.refreshToken, let answer = ReplayedAnswer(tokens) else {
            throw OAuthError(ServerReason.failed)
        }
        let issuing = RotatedTokens(
            accessToken: tokens.accessToken.new, refreshToken: refreshToken.new,
            replay: try vault.seal(answer, under: shown.token.secret))
        // Who repeats what was answered is not asked about again.
        if shown.isSpent { return try await rotate(into: tokens, issuing, for: shown, request) }
        return try await sessions.confirm(shown.grant, patience: request.patience) {
            try await request.patience.insist {
                try await store.load(refreshToken: shown.digest, of: shown.key)?.isSpent == false
            }
        } issue: { confirmation in
            var response = try await rotate(into: tokens, issuing, for: shown, request)
            response.confirmation = confirmation
            return response
        }
    }

    private func rotate(
        into tokens: MintedTokens, _ issuing: RotatedTokens, for shown: Evidence, _ request: TokenRequest
    ) async throws -> TokenResponse {
        let rotation = try await request.patience.insist {
            try await store.rotate(
                refreshToken: shown.digest, of: shown.key, reuse: policy.reuse, issuing: issuing,
                summary: tokens.summary)
        }
        switch rotation {
        case .rotated(let validity):
            limit?.count(shown.key)
            return tokens.response(validity, .refreshed)
        case .replayed(let sealed, let remaining):
            return try replayed(sealed, shown.token, tokens, remaining)
        case .reused: throw await reused(shown, request)
        case .unknown:
            // It was ended while its provider was asked, and what that gave was kept after.
            try? await sessions.forget(shown.grant.access, shown.key)
            throw try await gone(shown.key, request)
        }
    }

    private func endIfReused(_ shown: Evidence) async throws -> Bool {
        try await store.revoke(ifReused: shown.digest, of: shown.key, reuse: policy.reuse)
    }

    /// Using the token would make new ones, rather than repeat what it made or end the grant.
    private func mayRotate(_ shown: Evidence) -> Bool {
        guard shown.isSpent else { return true }
        return switch policy.reuse {
        case .grace: true
        case .strict, .replay: false
        }
    }

    /// The first answer again, for the same request only: another one is refused, and nothing is revoked.
    private func replayed(
        _ sealed: SealedRecord, _ token: OpaqueToken, _ asked: MintedTokens, _ remaining: Duration
    ) throws -> TokenResponse {
        guard let first: ReplayedAnswer = vault.open(sealed, under: token.secret) else {
            throw OAuthError(TokenReason.refreshAnswerUnreadable)
        }
        guard first.scope == asked.scope, Set(first.resources) == Set(asked.resources) else {
            throw OAuthError(TokenReason.refreshParametersDiffer)
        }
        return first.response(remaining)
    }

    /// The store has revoked the grant, and will not do so again: whatever becomes of the answer, the operator is told now.
    private func reused(_ shown: Evidence, _ request: TokenRequest) async -> OAuthError {
        let key = shown.key
        recent.noteEnd(of: key)
        try? await sessions.forget(shown.grant.access, key)
        var reason: String?
        do { try await confirm(key, request) } catch {
            reason = (error as? StoreError)?.reason ?? "\(error)"
        }
        return .reused(
            .refreshTokenReused, unconfirmed: reason.map { (.refreshTokenReuseUnconfirmed, $0) }, of: key)
    }

    /// There is no such token: there never was, or it has expired, or somebody has ended its grant, be it a moment ago.
    private func gone(_ key: GrantKey, _ request: TokenRequest) async throws -> OAuthError {
        try await confirm(key, request)
        return recent.refusal(ofRefreshToken: key)
    }

    private func confirm(_ key: GrantKey, _ request: TokenRequest) async throws {
        try await request.patience.insist { try await store.confirm(key) }
    }
}

/// The answer to a refresh, kept sealed under the token that was spent for it.
private struct ReplayedAnswer: SealableRecord {
    static let kind = SealedKind.replay

    let accessToken: String
    let refreshToken: String
    let scope: Scope
    let resources: [ResourceIndicator]

    init?(_ tokens: MintedTokens) {
        guard let refreshToken = tokens.refreshToken else { return nil }
        accessToken = tokens.accessToken.text
        self.refreshToken = refreshToken.text
        scope = tokens.scope
        resources = tokens.resources
    }

    func response(_ lifetime: Duration) -> TokenResponse {
        TokenResponse(
            accessToken: accessToken, refreshToken: refreshToken, lifetime: lifetime, scope: scope,
            way: .refreshRepeated)
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
