package import OAuthModel
package import Storage

extension EmbeddedStore: GrantStore {
    package func insert(
        code digest: SecretDigest, _ record: SealedRecord, of key: GrantKey, lifetime: Duration,
        summary: GrantSummary
    ) async throws(StoreError) {
        let begun: Void? = try await grants.begin(Digest(key), summary) { number, now in
            (.beginning(with: Digest(digest), record, number: number, lifetime: lifetime, at: now), ())
        } again: { _ in
            nil
        }
        guard begun != nil else { throw .handleTaken }
    }

    package func begin(
        _ key: GrantKey, issuing: IssuedTokens, summary: GrantSummary
    ) async throws(StoreError) -> IssuedValidity {
        let begun = try await grants.begin(Digest(key), summary) { number, now in
            Grant.beginning(issuing: issuing, number: number, at: now)
        } again: {
            $0.validity(of: issuing)
        }
        guard let begun else { throw .handleTaken }
        return begun
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
        code digest: SecretDigest, of key: GrantKey, issuing: IssuedTokens, summary: GrantSummary
    ) async throws(StoreError) -> CodeRedemption {
        try await grants.change(Digest(key)) { grant, now in
            grant.redeem(Digest(digest), issuing: issuing, summary: summary, at: now)
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
        refreshToken digest: SecretDigest, of key: GrantKey, reuse: RefreshReuse, issuing: RotatedTokens,
        summary: GrantSummary
    ) async throws(StoreError) -> RefreshRotation {
        try await grants.change(Digest(key)) { grant, now in
            grant.rotate(Digest(digest), reuse: reuse, issuing: issuing, summary: summary, at: now)
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

    package func summaries(
        under index: IndexDigest, limit: Int
    ) async throws(StoreError) -> [SummarizedGrant] {
        try await grants.summaries(under: index, limit: limit)
    }

    package func oldest(
        under index: IndexDigest, beyond count: Int
    ) async throws(StoreError) -> [GrantKey] {
        try await grants.oldest(under: index, beyond: count)
    }
}

extension StoreError {
    fileprivate static let handleTaken = StoreError.unavailable(reason: "a grant has the handle of another")
}
