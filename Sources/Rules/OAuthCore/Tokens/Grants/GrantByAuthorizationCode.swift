import Cryptography
import OAuthModel
import Storage
import WireText

/// `grant_type=authorization_code` (RFC 6749 §4.1.3, RFC 7636 §4.6).
///
/// Each condition fails by itself, and only success consumes the code. What is checked here is settled by who reads the
/// record; that the code is spent once, and only while its grant stands, is the store's one step.
struct GrantByAuthorizationCode: Grant {
    let type = GrantType.authorizationCode
    let policy: TokenPolicy
    let store: any GrantStore
    let vault: Vault
    let sessions: UpstreamSessions
    let recent: RecentGrants

    struct Evidence {
        let grant: LookedAfter
        let digest: SecretDigest
        /// To be kept with the grant.
        let upstream: UpstreamTokens?

        var key: GrantKey { grant.key }
    }

    func claim(_ request: TokenRequest) async throws -> Claim<Evidence> {
        let code = try code(request.parameters)
        let key = vault.grantKey(code.handle)
        let digest = vault.digest(code.secret)
        guard let stored = try await store.load(code: digest, of: key),
            let record: AuthorizationCodeGrant = vault.open(stored.record, under: code.secret)
        else { throw try await gone(key) }
        let shown = Evidence(
            grant: LookedAfter(access: record.grant, handle: code.handle, key: key), digest: digest,
            upstream: record.tokens)
        do {
            return try await claim(code, shown, stored, record, request)
        } catch { throw RequestFailure(error).of(nil, in: record.grant.login) }
    }

    private func claim(
        _ code: OpaqueToken, _ shown: Evidence, _ stored: StoredCode, _ record: AuthorizationCodeGrant,
        _ request: TokenRequest
    ) async throws -> Claim<Evidence> {
        guard let entitlement = Entitlement(record.grant, handle: code.handle, to: request.client) else {
            throw OAuthError(TokenReason.codeOfAnotherClient)
        }
        guard try verifier(request.parameters).matches(record.challenge) else {
            if !stored.isRedeemed {
                let failure = try await store.countFailure(
                    code: shown.digest, of: shown.key, limit: policy.codeAttempts)
                if failure == .dead { recent.noteEnd(of: shown.key) }
            }
            throw OAuthError(TokenReason.codeVerifierWrong)
        }
        // Whatever else it asks for: who has the verifier and comes a second time is no stranger who guessed.
        if stored.isRedeemed { throw try await replayed(shown) }
        try check(request.parameters["redirect_uri"], record)
        return .granted(entitlement, shown)
    }

    func issue(
        _ tokens: MintedTokens, for shown: Evidence, _ request: TokenRequest
    ) async throws -> TokenResponse {
        if let upstream = shown.upstream, tokens.refreshToken != nil {
            try await sessions.keep(upstream, beside: shown.grant, for: tokens.grantLifetime)
        }
        let redemption = try await store.redeem(
            code: shown.digest, of: shown.key, issuing: tokens.issued, summary: tokens.summary)
        switch redemption {
        case .redeemed(let validity): return tokens.response(validity, .codeRedeemed)
        case .alreadyRedeemed: throw try await replayed(shown)
        case .unknown:
            try? await sessions.forget(shown.grant.access, shown.key)
            throw try await gone(shown.key)
        }
    }

    private func code(_ parameters: RequestParameters) throws -> OpaqueToken {
        guard let text = parameters["code"] else { throw OAuthError(TokenReason.codeMissing) }
        guard let code = OpaqueToken(.authorizationCode, text) else {
            throw OAuthError(TokenReason.codeMalformed)
        }
        return code
    }

    private func check(_ redirectURI: WireText?, _ record: AuthorizationCodeGrant) throws {
        // OAuth 2.1 clients leave it out; RFC 6749 clients repeat it.
        guard let redirectURI, redirectURI != WireText(record.redirectURI.text) else { return }
        throw OAuthError(
            TokenReason.redirectURIDiffers,
            facts: [Fact("sent", redirectURI), Fact("asked_with", record.redirectURI.text)])
    }

    private func verifier(_ parameters: RequestParameters) throws -> CodeVerifier {
        guard let text = parameters["code_verifier"] else {
            throw OAuthError(TokenReason.codeVerifierMissing)
        }
        guard let verifier = text.ascii.flatMap(CodeVerifier.init) else {
            throw OAuthError(TokenReason.codeVerifierMalformed)
        }
        return verifier
    }

    /// A code that comes twice may have been stolen: nobody keeps what was issued for it (RFC 6749 §4.1.2).
    private func replayed(_ shown: Evidence) async throws -> OAuthError {
        var reason: String?
        do throws(StoreError) {
            try await store.revoke(shown.key)
            recent.noteEnd(of: shown.key)
            try? await sessions.forget(shown.grant.access, shown.key)
        } catch {
            // Where the grant is gone all the same, nobody will find again that the code was used twice.
            guard try await store.load(code: shown.digest, of: shown.key) == nil else { throw error }
            reason = error.reason
        }
        return .reused(
            .codeReused, unconfirmed: reason.map { (.codeReuseUnconfirmed, $0) }, of: shown.key)
    }

    /// There is no such code: there never was, or it has expired, or somebody has ended its grant, be it a moment ago.
    private func gone(_ key: GrantKey) async throws -> OAuthError {
        try await store.confirm(key)
        return recent.refusal(ofCode: key)
    }
}

extension CodeVerifier {
    /// `BASE64URL(SHA256(verifier))` is the challenge (RFC 7636 §4.6), compared in constant time.
    func matches(_ challenge: CodeChallenge) -> Bool {
        let computed = Base64URL.encodedBytes(SHA256.hash(Array(rawValue.utf8)))
        return constantTimeEqual(computed, Array(challenge.rawValue.utf8))
    }
}
