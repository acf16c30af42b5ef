import OAuthCore
import OAuthModel
import Storage
import Synchronization

/// Several stores on one Redis, each with connections of its own, asked in turn: the server as several processes.
final class ManyProcesses: Sendable {
    private let stores: [any AuthorizationStore]
    private let calls = Atomic(0)

    init(_ stores: [any AuthorizationStore]) {
        self.stores = stores
    }

    private var next: any AuthorizationStore {
        stores[calls.add(1, ordering: .relaxed).oldValue % stores.count]
    }
}

extension ManyProcesses: GrantStore {
    func insert(
        code digest: SecretDigest, _ record: SealedRecord, of key: GrantKey, lifetime: Duration,
        summary: GrantSummary
    ) async throws(StoreError) {
        try await next.insert(code: digest, record, of: key, lifetime: lifetime, summary: summary)
    }

    func begin(
        _ key: GrantKey, issuing: IssuedTokens, summary: GrantSummary
    ) async throws(StoreError) -> IssuedValidity {
        try await next.begin(key, issuing: issuing, summary: summary)
    }

    func summaries(
        under index: IndexDigest, limit: Int
    ) async throws(StoreError) -> [SummarizedGrant] {
        try await next.summaries(under: index, limit: limit)
    }

    func oldest(under index: IndexDigest, beyond count: Int) async throws(StoreError) -> [GrantKey] {
        try await next.oldest(under: index, beyond: count)
    }

    func load(code digest: SecretDigest, of key: GrantKey) async throws(StoreError) -> StoredCode? {
        try await next.load(code: digest, of: key)
    }

    func countFailure(
        code digest: SecretDigest, of key: GrantKey, limit: Int
    ) async throws(StoreError) -> CodeFailure {
        try await next.countFailure(code: digest, of: key, limit: limit)
    }

    func redeem(
        code digest: SecretDigest, of key: GrantKey, issuing: IssuedTokens, summary: GrantSummary
    ) async throws(StoreError) -> CodeRedemption {
        try await next.redeem(code: digest, of: key, issuing: issuing, summary: summary)
    }

    func load(accessToken digest: SecretDigest, of key: GrantKey) async throws(StoreError) -> StoredRecord? {
        try await next.load(accessToken: digest, of: key)
    }

    func load(
        refreshToken digest: SecretDigest, of key: GrantKey
    ) async throws(StoreError) -> StoredRefreshToken? {
        try await next.load(refreshToken: digest, of: key)
    }

    func rotate(
        refreshToken digest: SecretDigest, of key: GrantKey, reuse: RefreshReuse, issuing: RotatedTokens,
        summary: GrantSummary
    ) async throws(StoreError) -> RefreshRotation {
        try await next.rotate(refreshToken: digest, of: key, reuse: reuse, issuing: issuing, summary: summary)
    }

    func revoke(
        ifReused digest: SecretDigest, of key: GrantKey, reuse: RefreshReuse
    ) async throws(StoreError) -> Bool {
        try await next.revoke(ifReused: digest, of: key, reuse: reuse)
    }

    func revoke(accessToken digest: SecretDigest, of key: GrantKey) async throws(StoreError) -> Bool {
        try await next.revoke(accessToken: digest, of: key)
    }

    func revoke(_ key: GrantKey) async throws(StoreError) -> Bool { try await next.revoke(key) }

    func confirm(_ key: GrantKey) async throws(StoreError) { try await next.confirm(key) }
}

extension ManyProcesses: RecordStore {
    func insert(
        _ record: SealedRecord, as kind: RecordKind, under digest: SecretDigest, lifetime: Duration,
        owner: PeerDigest?
    ) async throws(StoreError) {
        try await next.insert(record, as: kind, under: digest, lifetime: lifetime, owner: owner)
    }

    func insertIfAbsent(
        _ record: SealedRecord, as kind: RecordKind, under digest: SecretDigest, lifetime: Duration
    ) async throws(StoreError) -> Bool {
        try await next.insertIfAbsent(record, as: kind, under: digest, lifetime: lifetime)
    }

    func load(_ kind: RecordKind, _ digest: SecretDigest) async throws(StoreError) -> StoredRecord? {
        try await next.load(kind, digest)
    }

    func take(_ kind: RecordKind, _ digest: SecretDigest) async throws(StoreError) -> StoredRecord? {
        try await next.take(kind, digest)
    }
}

extension ManyProcesses: RegisterStore {
    func load(_ name: RegisterName) async throws(StoreError) -> StoredRegister? {
        try await next.load(name)
    }

    func replace(
        _ name: RegisterName, with record: SealedRecord, expecting version: Int64?
    ) async throws(StoreError) -> Bool {
        try await next.replace(name, with: record, expecting: version)
    }
}

extension ManyProcesses: ClientStore, StoreHealth {
    func insert(
        _ record: SealedRecord, as id: ClientID, lifetime: Duration, limit: Int
    ) async throws(StoreError) -> ClientInsertion {
        try await next.insert(record, as: id, lifetime: lifetime, limit: limit)
    }

    func keep(
        _ record: SealedRecord, as id: ClientID, lifetime: Duration, protectedFor: Duration, limit: Int
    ) async throws(StoreError) -> ClientInsertion {
        try await next.keep(
            record, as: id, lifetime: lifetime, protectedFor: protectedFor, limit: limit)
    }

    func load(_ id: ClientID) async throws(StoreError) -> StoredRecord? { try await next.load(id) }

    func renew(_ id: ClientID, lifetime: Duration, protectedFor: Duration) async throws(StoreError) {
        try await next.renew(id, lifetime: lifetime, protectedFor: protectedFor)
    }

    func check() async throws(StoreError) { try await next.check() }
}
