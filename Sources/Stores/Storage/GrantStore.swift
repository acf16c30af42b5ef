package import OAuthModel

/// Grants: an authorization code and, once it is redeemed, the access and refresh tokens that descend from it; or tokens alone, where
/// a grant begins without a code.
///
/// Everything of one grant lives under its ``GrantKey`` and changes in one atomic step. A grant that is revoked is gone,
/// and nothing can be added to one that is gone: what belonged to it answers as unknown. One of which nothing lives any more, neither its
/// code nor a token, is gone as well. Times are the store's own.
///
/// Beside each grant stands its ``GrantSummary``, which comes and goes with it and changes in the same step. Grants are found under
/// the digests of their summaries. A store whose index lies apart from the grants enters a grant there before it exists, for as long as
/// it may live, so that none is ever missing; an entry whose grant is not there shows nothing, and goes when its time is over. Grants of
/// stores that are older than summaries have none until they are rotated.
///
/// Each change is durable before its call returns. Of a call that throws nobody knows whether it has changed anything: a store
/// beyond a network may have made the change and lost the answer. It is made whole or not at all, and asking again is safe:
/// at worst the answer is that what was asked for has been done already, and the caller's rule for that applies.
package protocol GrantStore: Sendable {
    /// Begins a grant with its authorization code. A grant that already exists under `key` is left alone and answered
    /// as unavailable: handles are 96 random bits, so this does not happen.
    ///
    /// The code lives for `lifetime`; the grant, if the code is never redeemed, as long.
    func insert(
        code digest: SecretDigest, _ record: SealedRecord, of key: GrantKey, lifetime: Duration,
        summary: GrantSummary
    ) async throws(StoreError)

    /// Begins a grant with its tokens, without a code. A grant that already exists under `key` is left alone and answered as
    /// unavailable, unless it is this call that began it, whose answer was lost: one that issued this access token is answered as then.
    func begin(
        _ key: GrantKey, issuing: IssuedTokens, summary: GrantSummary
    ) async throws(StoreError) -> IssuedValidity

    /// The code, redeemed or not, for as long as its own lifetime runs.
    func load(code digest: SecretDigest, of key: GrantKey) async throws(StoreError) -> StoredCode?

    /// Counts a wrong verifier from the code's owner. With the `limit`th the code dies, and the grant with it.
    /// A code that is redeemed, expired or unknown is left as it is and answered `.unknown`.
    func countFailure(
        code digest: SecretDigest, of key: GrantKey, limit: Int
    ) async throws(StoreError) -> CodeFailure

    /// Marks the code as used and inserts the tokens issued for it, in one atomic step, unless the grant is gone.
    ///
    /// Of any number of concurrent calls with one digest exactly one is answered `.redeemed` (RFC 6749 §4.1.2). The
    /// digest is remembered for the rest of the code's life, even where all tokens end before it, so that a replay is seen for what
    /// it is; and since the tokens come into being in the same step, neither a replay nor a crash finds a moment between the two. From
    /// here on the grant lives for `issuing.grantLifetime` at most, and so does every token of it.
    func redeem(
        code digest: SecretDigest, of key: GrantKey, issuing: IssuedTokens, summary: GrantSummary
    ) async throws(StoreError) -> CodeRedemption

    /// An access token that is live. One look-up: this is the hot path of introspection.
    func load(accessToken digest: SecretDigest, of key: GrantKey) async throws(StoreError) -> StoredRecord?

    /// The same at once, where the store has it at hand; must neither block nor suspend.
    func recall(accessToken digest: SecretDigest, of key: GrantKey) -> Recollection

    /// A refresh token of a live grant, whether it can still be used or is spent.
    func load(refreshToken digest: SecretDigest, of key: GrantKey) async throws(StoreError)
        -> StoredRefreshToken?

    /// Spends the refresh token and inserts its successors, in one atomic step, in which the summary is replaced by `summary`, too.
    ///
    /// The access token that was issued beside the spent one ends with it. Of any number of concurrent calls
    /// with one digest one is answered `.rotated`, and the others as `reuse` says:
    ///
    /// - `.strict`: the grant is revoked in the same step, and the answer is `.reused`.
    /// - `.grace(window)`: within the window after the first use the token can be spent again: `.rotated`. After it, as strict.
    /// - `.replay(window)`: within the window, and as long as the successor itself is unspent, the answer is `.replayed` with
    ///   what was given as `replay` when the token was spent; nothing changes. Otherwise as strict.
    ///
    /// The first use stays the first, however often the token is spent again; successor and `replay` are those of the last.
    ///
    /// A use that is ahead of the clock by ``RefreshReuse/clockTolerance`` or more is outside of any window: the clock was set back.
    ///
    /// A grant that remembers ``GrantLimits/refreshTokens`` already ends instead, and the answer is `.reused`.
    ///
    /// A digest that the grant never had is `.unknown` and changes nothing.
    func rotate(
        refreshToken digest: SecretDigest, of key: GrantKey, reuse: RefreshReuse, issuing: RotatedTokens,
        summary: GrantSummary
    ) async throws(StoreError) -> RefreshRotation

    /// Ends the grant if this refresh token is spent and ``rotate(refreshToken:of:reuse:issuing:summary:)`` would answer `.reused`: for a
    /// request that can't be granted in any case, and must not hide a reuse. `false` when it ended nothing. As with a rotation,
    /// whoever is told of the end has to wait for ``confirm(_:)``.
    func revoke(
        ifReused digest: SecretDigest, of key: GrantKey, reuse: RefreshReuse
    ) async throws(StoreError) -> Bool

    /// Ends one access token. `false` when it was not there. A grant that has nothing else ends with it.
    @discardableResult
    func revoke(accessToken digest: SecretDigest, of key: GrantKey) async throws(StoreError) -> Bool

    /// Ends the grant and everything that descends from it. `false` when it was not there.
    @discardableResult
    func revoke(_ key: GrantKey) async throws(StoreError) -> Bool

    /// Returns when nothing brings back what was ended of this grant, if anything was: for an answer that rests on something not
    /// being there, or on a rotation that was answered `.reused`. It may have been ended by a call that threw, here or in
    /// another process, and not yet in all the places where it has to be.
    func confirm(_ key: GrantKey) async throws(StoreError)

    /// The live grants of a client or of a subject with their summaries, in no particular order; at most `limit` of them.
    func summaries(under index: IndexDigest, limit: Int) async throws(StoreError) -> [SummarizedGrant]

    /// Which of the grants under an index have to be ended so that `count` remain: those that began first, or that would end first, which
    /// is the same where all live equally long; at most ``GrantLimits/endedAtOnce``. What has ended by itself and is not swept yet may be
    /// counted and named.
    func oldest(under index: IndexDigest, beyond count: Int) async throws(StoreError) -> [GrantKey]
}

package enum GrantLimits {
    /// So many refresh tokens of one grant, used or not, are remembered until they expire: one rotation in forty seconds for thirty
    /// days, which is more than a client that behaves can gather.
    package static let refreshTokens = 65_536
    /// So many grants are named at a time of those that are too many.
    package static let endedAtOnce = 16
}

/// What a store can say without waiting.
package enum Recollection: Equatable, Sendable {
    /// There it is, or there is none.
    case known(StoredRecord?)
    /// The store has to be asked.
    case elsewhere
}

extension GrantStore {
    /// Of a store that keeps nothing in memory.
    package func recall(accessToken digest: SecretDigest, of key: GrantKey) -> Recollection { .elsewhere }
}

package struct StoredCode: Equatable, Sendable {
    package let record: StoredRecord
    package let isRedeemed: Bool

    package init(record: StoredRecord, isRedeemed: Bool) {
        self.record = record
        self.isRedeemed = isRedeemed
    }
}

package struct StoredRefreshToken: Equatable, Sendable {
    package let record: StoredRecord
    package let isSpent: Bool

    package init(record: StoredRecord, isSpent: Bool) {
        self.record = record
        self.isSpent = isSpent
    }
}

/// A token as it enters the store. `lifetime` is cut to what is left of the grant's own.
package struct NewToken: Sendable {
    package let digest: SecretDigest
    package let record: SealedRecord
    package let lifetime: Duration

    package init(digest: SecretDigest, record: SealedRecord, lifetime: Duration) {
        self.digest = digest
        self.record = record
        self.lifetime = lifetime
    }
}

/// What a redemption inserts.
package struct IssuedTokens: Sendable {
    package let accessToken: NewToken
    package let refreshToken: NewToken?
    /// The absolute lifetime of the grant, which no rotation prolongs. Without a refresh token the store may forget the
    /// grant as soon as its access token has expired.
    package let grantLifetime: Duration

    package init(accessToken: NewToken, refreshToken: NewToken?, grantLifetime: Duration) {
        self.accessToken = accessToken
        self.refreshToken = refreshToken
        self.grantLifetime = grantLifetime
    }
}

/// What a rotation inserts.
package struct RotatedTokens: Sendable {
    package let accessToken: NewToken
    package let refreshToken: NewToken
    /// The answer, sealed under the spent token's key, for those who ask again within the window.
    package let replay: SealedRecord

    package init(accessToken: NewToken, refreshToken: NewToken, replay: SealedRecord) {
        self.accessToken = accessToken
        self.refreshToken = refreshToken
        self.replay = replay
    }
}

/// When the tokens that were just issued end, by the store's clock.
package struct IssuedValidity: Equatable, Sendable {
    package let accessToken: Validity
    package let refreshToken: Validity?

    package init(accessToken: Validity, refreshToken: Validity?) {
        self.accessToken = accessToken
        self.refreshToken = refreshToken
    }
}

package enum CodeRedemption: Equatable, Sendable {
    case redeemed(IssuedValidity)
    /// It was redeemed before. The grant is as it was: whether to revoke it is the caller's rule.
    case alreadyRedeemed
    /// Never there, expired, dead of wrong verifiers, or its grant revoked.
    case unknown
}

package enum CodeFailure: Equatable, Sendable {
    case counted
    case dead
    case unknown
}

package enum RefreshRotation: Equatable, Sendable {
    case rotated(IssuedValidity)
    /// The answer of the first use; `remaining` is what is left of its access token's life, never negative.
    case replayed(SealedRecord, remaining: Duration)
    /// Spent before, and not excused: the grant has been revoked.
    case reused
    /// Never there, expired, or its grant revoked.
    case unknown
}
