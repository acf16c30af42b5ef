package import OAuthModel

/// A grant with everything that descends from it.
///
/// Its lists are in an order that does not depend on the store, and an answer that can't be given again is not in it: so grants
/// that behave alike are equal.
package struct ArchivedGrant: Hashable, Sendable {
    package struct Code: Hashable, Sendable {
        package let digest: SecretDigest
        package let record: StoredRecord
        /// Wrong verifiers so far.
        package let failures: Int
        package let isRedeemed: Bool

        package init(digest: SecretDigest, record: StoredRecord, failures: Int, isRedeemed: Bool) {
            self.digest = digest
            self.record = record
            self.failures = failures
            self.isRedeemed = isRedeemed
        }
    }

    package struct AccessToken: Hashable, Sendable {
        package let digest: SecretDigest
        package let record: StoredRecord

        package init(digest: SecretDigest, record: StoredRecord) {
            self.digest = digest
            self.record = record
        }
    }

    package struct RefreshToken: Hashable, Sendable {
        package let digest: SecretDigest
        package let record: StoredRecord
        package let use: Use

        package init(digest: SecretDigest, record: StoredRecord, use: Use) {
            self.digest = digest
            self.record = record
            self.use = use
        }
    }

    package enum Use: Hashable, Sendable {
        /// With the access token that was issued beside it.
        case unspent(accessToken: SecretDigest)
        /// `replay`: the answer to the first use, for those who ask again.
        case spent(at: Timestamp, successor: SecretDigest, replay: Replay?)
    }

    package struct Replay: Hashable, Sendable {
        package let sealed: SealedRecord
        /// Of the access token in it.
        package let expiresAt: Timestamp

        package init(sealed: SealedRecord, expiresAt: Timestamp) {
            self.sealed = sealed
            self.expiresAt = expiresAt
        }
    }

    /// The absolute end, which no token outlives.
    package let endsAt: Timestamp
    /// `nil` of one that is older than summaries.
    package let summary: GrantSummary?
    package let code: Code?
    package let accessTokens: [AccessToken]
    /// Oldest first.
    package let refreshTokens: [RefreshToken]

    package init(
        endsAt: Timestamp, summary: GrantSummary?, code: Code?, accessTokens: [AccessToken],
        refreshTokens: [RefreshToken]
    ) {
        self.endsAt = endsAt
        self.summary = summary
        self.code = code
        self.accessTokens = accessTokens.sorted { $0.digest.bytes.lexicographicallyPrecedes($1.digest.bytes) }
        let unspent = Set(
            refreshTokens.compactMap { token in
                if case .unspent = token.use { token.digest } else { nil }
            })
        self.refreshTokens = refreshTokens.map { $0.withoutReplay(unlessIn: unspent) }.sorted()
    }

    /// When the last thing in it expires.
    package var expiresAt: Timestamp {
        var latest = code?.record.validity.expiresAt ?? Timestamp(milliseconds: .min)
        for token in accessTokens { latest = max(latest, token.record.validity.expiresAt) }
        for token in refreshTokens { latest = max(latest, token.record.validity.expiresAt) }
        return latest
    }

    func living(at now: Timestamp) -> ArchivedGrant? {
        guard now < expiresAt else { return nil }
        func isLive(_ record: StoredRecord) -> Bool { now < record.validity.expiresAt }
        return ArchivedGrant(
            endsAt: endsAt, summary: summary, code: code.flatMap { isLive($0.record) ? $0 : nil },
            accessTokens: accessTokens.filter { isLive($0.record) },
            refreshTokens: refreshTokens.filter { isLive($0.record) })
    }
}

extension ArchivedGrant.RefreshToken: Comparable {
    package static func < (left: Self, right: Self) -> Bool {
        let (before, after) = (left.record.validity.issuedAt, right.record.validity.issuedAt)
        return before == after
            ? left.digest.bytes.lexicographicallyPrecedes(right.digest.bytes) : before < after
    }

    /// Whoever has used the successor has received the answer.
    fileprivate func withoutReplay(unlessIn unspent: Set<SecretDigest>) -> Self {
        guard case .spent(let spentAt, let successor, _?) = use, !unspent.contains(successor) else {
            return self
        }
        return Self(
            digest: digest, record: record, use: .spent(at: spentAt, successor: successor, replay: nil))
    }
}
