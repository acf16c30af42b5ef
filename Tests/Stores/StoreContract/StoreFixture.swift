package import OAuthModel
package import Storage
package import Support
import Testing

/// An empty store, its clock, and short ways to fill it.
package struct StoreFixture: Sendable {
    package let store: any AuthorizationStore
    package let clock: MovableClock

    package init(store: any AuthorizationStore, clock: MovableClock) {
        self.store = store
        self.clock = clock
    }

    package static let codeLifetime = Duration.seconds(60)
    package static let accessLifetime = Duration.seconds(3600)
    package static let refreshLifetime = Duration.seconds(30 * 86_400)
    package static let grantLifetime = Duration.seconds(90 * 86_400)

    /// The validity of something that begins now.
    package func validity(_ lifetime: Duration) -> Validity {
        Validity(issuedAt: clock.now, expiresAt: clock.now.advanced(by: lifetime))
    }

    /// Begins a grant whose code is called `code`.
    package func begin(_ grant: String, code: String = "code") async throws {
        try await store.insert(
            code: digest(code), sealed("record of \(code)"), of: key(grant), lifetime: Self.codeLifetime,
            summary: summary())
    }

    /// Begins and redeems a grant; its tokens are called `access` and `refresh`.
    package func beginRedeemed(_ grant: String) async throws {
        try await begin(grant)
        _ = try await store.redeem(code: digest("code"), of: key(grant), issuing: issued())
    }

    package func issued(
        access: String = "access", refresh: String? = "refresh", grantLifetime: Duration = grantLifetime
    ) -> IssuedTokens {
        IssuedTokens(
            accessToken: newToken(access, Self.accessLifetime),
            refreshToken: refresh.map { newToken($0, Self.refreshLifetime) }, grantLifetime: grantLifetime)
    }

    /// Rotates `refresh` into the tokens `access-NAME` and `NAME`.
    package func rotate(
        _ refresh: String, to name: String, of grant: String = "grant", reuse: RefreshReuse = .strict
    ) async throws -> RefreshRotation {
        try await store.rotate(
            refreshToken: digest(refresh), of: key(grant), reuse: reuse, issuing: rotated(to: name))
    }

    package func revokeIfReused(
        _ refresh: String, of grant: String, reuse: RefreshReuse
    ) async throws -> Bool {
        try await store.revoke(ifReused: digest(refresh), of: key(grant), reuse: reuse)
    }

    package func rotated(to name: String) -> RotatedTokens {
        RotatedTokens(
            accessToken: newToken("access-\(name)", Self.accessLifetime),
            refreshToken: newToken(name, Self.refreshLifetime), replay: sealed("replay of \(name)"))
    }

    package func hasAccess(_ name: String, of grant: String = "grant") async throws -> Bool {
        let loaded = try await store.load(accessToken: digest(name), of: key(grant))
        let recalled = store.recall(accessToken: digest(name), of: key(grant))
        #expect(recalled == .known(loaded) || recalled == .elsewhere)
        return loaded != nil
    }

    /// `nil` when the token is unknown, else whether it is spent.
    package func isSpent(_ name: String, of grant: String = "grant") async throws -> Bool? {
        try await store.load(refreshToken: digest(name), of: key(grant))?.isSpent
    }

    package func client(_ name: String, lifetime: Duration, limit: Int = 100) async throws -> ClientInsertion
    {
        try await store.insert(
            sealed("client \(name)"), as: ClientID(rawValue: name), lifetime: lifetime, limit: limit)
    }

    package func hasClient(_ name: String) async throws -> Bool {
        try await store.load(ClientID(rawValue: name)) != nil
    }

    private func newToken(_ name: String, _ lifetime: Duration) -> NewToken {
        NewToken(digest: digest(name), record: sealed("record of \(name)"), lifetime: lifetime)
    }
}

/// 32 bytes that are different for different names.
package func digest(_ name: String) -> SecretDigest {
    SecretDigest(bytes: spread(name))
}

package func key(_ name: String) -> GrantKey {
    GrantKey(bytes: spread("key of \(name)"))
}

package func index(_ name: String) -> IndexDigest {
    IndexDigest(bytes: spread("index of \(name)"))
}

package func summary(
    _ text: String = "summary", client: String = "client", subject: String = "subject"
) -> GrantSummary {
    GrantSummary(sealed: sealed(text), client: index(client), subject: index(subject))
}

package func sealed(_ text: String) -> SealedRecord {
    SealedRecord(bytes: Array(text.utf8))
}

package func peer(_ name: String) -> PeerDigest {
    PeerDigest(bytes: spread("peer \(name)"))
}

extension RecordKind {
    /// Those that anyone may cause.
    package static let passing = allCases.filter { $0.durability == .passing }
}

extension GrantStore {
    // Where a summary is not what it is about.

    package func insert(
        code digest: SecretDigest, _ record: SealedRecord, of key: GrantKey, lifetime: Duration
    ) async throws(StoreError) {
        try await insert(code: digest, record, of: key, lifetime: lifetime, summary: summary())
    }

    package func redeem(
        code digest: SecretDigest, of key: GrantKey, issuing: IssuedTokens
    ) async throws(StoreError) -> CodeRedemption {
        try await redeem(code: digest, of: key, issuing: issuing, summary: summary())
    }

    package func rotate(
        refreshToken digest: SecretDigest, of key: GrantKey, reuse: RefreshReuse, issuing: RotatedTokens
    ) async throws(StoreError) -> RefreshRotation {
        try await rotate(refreshToken: digest, of: key, reuse: reuse, issuing: issuing, summary: summary())
    }
}

extension RecordStore {
    /// For an owner of whom nothing depends.
    package func insert(
        _ record: SealedRecord, as kind: RecordKind, under digest: SecretDigest, lifetime: Duration
    ) async throws(StoreError) {
        let owner = kind.durability == .passing ? peer("anyone") : nil
        try await insert(record, as: kind, under: digest, lifetime: lifetime, owner: owner)
    }

    package func insert(
        session digest: SecretDigest, _ record: SealedRecord, lifetime: Duration
    ) async throws(StoreError) {
        try await insert(record, as: .session, under: digest, lifetime: lifetime)
    }

    package func load(session digest: SecretDigest) async throws(StoreError) -> StoredRecord? {
        try await load(.session, digest)
    }

    @discardableResult
    package func revoke(session digest: SecretDigest) async throws(StoreError) -> Bool {
        try await take(.session, digest) != nil
    }
}

private func spread(_ name: String) -> [UInt8] {
    var state: UInt64 = 0xcbf2_9ce4_8422_2325
    return (0..<32).map { index in
        for byte in name.utf8 { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }
        state = (state ^ UInt64(index)) &* 0x100_0000_01b3
        return UInt8(truncatingIfNeeded: state >> 32)
    }
}
