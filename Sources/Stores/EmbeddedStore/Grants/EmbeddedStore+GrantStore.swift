package import OAuthModel
package import Storage

extension EmbeddedStore: GrantStore {
    package func insert(
        code digest: SecretDigest, _ record: SealedRecord, of key: GrantKey, lifetime: Duration
    ) async throws(StoreError) {
        try await grants.insert(code: Digest(digest), record, of: Digest(key), lifetime: lifetime)
    }

    package func load(code digest: SecretDigest, of key: GrantKey) async throws(StoreError) -> StoredCode? {
        try grants.read(Digest(key)) { grant, now in
            grant.code(Digest(digest), at: now).map {
                StoredCode(record: $0.record, isRedeemed: $0.isRedeemed)
            }
        }
    }

    package func countFailure(
        code digest: SecretDigest, of key: GrantKey, limit: Int
    ) async throws(StoreError) -> CodeFailure {
        try await grants.change(Digest(key)) { grant, now in
            grant.countFailure(of: Digest(digest), limit: limit, at: now)
        } ?? .unknown
    }

    package func redeem(
        code digest: SecretDigest, of key: GrantKey, issuing: IssuedTokens
    ) async throws(StoreError) -> CodeRedemption {
        try await grants.change(Digest(key)) { grant, now in
            grant.redeem(Digest(digest), issuing: issuing, at: now)
        } ?? .unknown
    }

    package func load(
        accessToken digest: SecretDigest, of key: GrantKey
    ) async throws(StoreError) -> StoredRecord? {
        try liveAccessToken(digest, of: key)
    }

    package func recall(accessToken digest: SecretDigest, of key: GrantKey) -> Recollection {
        // Asked for it, the store says why not.
        do { return .known(try liveAccessToken(digest, of: key)) } catch { return .elsewhere }
    }

    private func liveAccessToken(
        _ digest: SecretDigest, of key: GrantKey
    ) throws(StoreError) -> StoredRecord? {
        try grants.read(Digest(key)) { grant, now in grant.accessToken(Digest(digest), at: now) }
    }

    package func load(
        refreshToken digest: SecretDigest, of key: GrantKey
    ) async throws(StoreError) -> StoredRefreshToken? {
        try await grants.refreshToken(Digest(digest), of: Digest(key))
    }

    package func rotate(
        refreshToken digest: SecretDigest, of key: GrantKey, reuse: RefreshReuse, issuing: RotatedTokens
    ) async throws(StoreError) -> RefreshRotation {
        try await grants.change(Digest(key)) { grant, now in
            grant.rotate(Digest(digest), reuse: reuse, issuing: issuing, at: now)
        } ?? .unknown
    }

    package func revoke(
        ifReused digest: SecretDigest, of key: GrantKey, reuse: RefreshReuse
    ) async throws(StoreError) -> Bool {
        try await grants.change(Digest(key)) { grant, now in
            grant.revoke(ifReused: Digest(digest), reuse: reuse, at: now)
        } ?? false
    }

    @discardableResult
    package func revoke(
        accessToken digest: SecretDigest, of key: GrantKey
    ) async throws(StoreError) -> Bool {
        try await grants.change(Digest(key)) { grant, now in
            grant.revoke(accessToken: Digest(digest), at: now)
        } ?? false
    }

    @discardableResult
    package func revoke(_ key: GrantKey) async throws(StoreError) -> Bool {
        try await grants.change(Digest(key)) { _, _ in GrantStep(outcome: true, effect: .ended) } ?? false
    }

    /// There is one place, and it is synced before a call returns.
    package func confirm(_ key: GrantKey) async throws(StoreError) {}
}
