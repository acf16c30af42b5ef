import OAuthCore
import OAuthModel
import Storage
import Support
import Synchronization

/// Says whether a store works.
final class StoreSwitch: Sendable {
    enum Failure: Sendable {
        /// It can be read, and refuses every change.
        case refusesChanges
        /// It can't be reached.
        case isGone
        /// It works, but for noting that a client was used.
        case refusesRenewals
        /// It does what it is asked, and nobody can rely on it that what was ended stays so.
        case doesNotConfirm
        /// It works, but has no room for what strangers cause, for a minute and a half.
        case isFull
        /// There is room for nothing at all.
        case hasNoRoom
        /// It says nothing to who asks, for as long as they wait.
        case isSilent
        /// What it repeats of an earlier answer can't be opened any more.
        case spoilsAnswers
    }

    /// What the operator is told of it.
    static let reason = "the test has switched it off"

    private let state = Mutex<Failure?>(nil)
    private let behind = Mutex<(any AuthorizationStore)?>(nil)
    /// Where records were put, of whatever kind.
    private let put = Recorder<(kind: RecordKind, digest: SecretDigest)>()

    private let forgotten = Mutex<Set<RecordKind>>([])

    /// From here on no record of the kind is there.
    func forgets(_ kind: RecordKind) { forgotten.withLock { _ = $0.insert(kind) } }

    fileprivate func has(_ kind: RecordKind) -> Bool { forgotten.withLock { !$0.contains(kind) } }

    fileprivate func note(_ kind: RecordKind, _ digest: SecretDigest) { put.add((kind, digest)) }

    /// A store that fails when this says so.
    func put(before store: any AuthorizationStore) -> SwitchedStore {
        behind.withLock { $0 = store }
        return SwitchedStore(store: store, control: self)
    }

    /// How many records of a kind are there now, of those that were put through here.
    func count(_ kind: RecordKind) async throws -> Int {
        guard let store = behind.withLock(\.self) else { return 0 }
        var there = 0
        for digest in Set(put.all.filter { $0.kind == kind }.map(\.digest))
        where try await store.load(kind, digest) != nil { there += 1 }
        return there
    }

    /// `nil`: it works.
    var failure: Failure? {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }

    fileprivate func read() throws(StoreError) {
        if failure == .isGone { throw .unavailable(reason: Self.reason) }
    }

    fileprivate func change() throws(StoreError) {
        if failure == .isGone || failure == .refusesChanges { throw .unavailable(reason: Self.reason) }
        if failure == .hasNoRoom { throw .full(reason: Self.reason, retryAfter: .seconds(90)) }
    }

    /// Returns when nobody waits any more.
    fileprivate func silence() async {
        guard failure == .isSilent else { return }
        let (answers, answer) = AsyncStream.makeStream(of: Never.self)
        for await _ in answers {}
        answer.finish()
    }

    fileprivate func confirm() throws(StoreError) {
        if failure == .isGone || failure == .doesNotConfirm { throw .unavailable(reason: Self.reason) }
    }

    fileprivate func cause() throws(StoreError) {
        try change()
        if failure == .isFull { throw .full(reason: Self.reason, retryAfter: .seconds(90)) }
    }

    fileprivate func renew() throws(StoreError) {
        switch failure {
        case nil, .isFull, .doesNotConfirm, .isSilent, .spoilsAnswers: break
        case .refusesChanges, .isGone, .refusesRenewals, .hasNoRoom:
            throw .unavailable(reason: Self.reason)
        }
    }
}

/// A store that fails when a test says so.
struct SwitchedStore: AuthorizationStore {
    let store: any AuthorizationStore
    let control: StoreSwitch

    func check() async throws(StoreError) {
        try control.change()
        try await store.check()
    }
}

extension SwitchedStore {
    func insert(
        _ record: SealedRecord, as kind: RecordKind, under digest: SecretDigest, lifetime: Duration,
        owner: PeerDigest?
    ) async throws(StoreError) {
        switch kind.durability {
        case .passing: try control.cause()
        case .lasting: try control.change()
        }
        control.note(kind, digest)
        try await store.insert(record, as: kind, under: digest, lifetime: lifetime, owner: owner)
    }

    func insertIfAbsent(
        _ record: SealedRecord, as kind: RecordKind, under digest: SecretDigest, lifetime: Duration
    ) async throws(StoreError) -> Bool {
        try control.cause()
        control.note(kind, digest)
        return try await store.insertIfAbsent(record, as: kind, under: digest, lifetime: lifetime)
    }

    func load(_ kind: RecordKind, _ digest: SecretDigest) async throws(StoreError) -> StoredRecord? {
        try control.read()
        return control.has(kind) ? try await store.load(kind, digest) : nil
    }

    func take(_ kind: RecordKind, _ digest: SecretDigest) async throws(StoreError) -> StoredRecord? {
        try control.change()
        let record = try await store.take(kind, digest)
        if kind.durability == .lasting { try control.confirm() }
        return record
    }
}

extension SwitchedStore {
    func load(_ name: RegisterName) async throws(StoreError) -> StoredRegister? {
        try control.read()
        return try await store.load(name)
    }

    func replace(
        _ name: RegisterName, with record: SealedRecord, expecting version: Int64?
    ) async throws(StoreError) -> Bool {
        try control.change()
        return try await store.replace(name, with: record, expecting: version)
    }
}

extension SwitchedStore {
    func insert(
        _ record: SealedRecord, as id: ClientID, lifetime: Duration, limit: Int
    ) async throws(StoreError) -> ClientInsertion {
        try control.change()
        return try await store.insert(record, as: id, lifetime: lifetime, limit: limit)
    }

    func keep(
        _ record: SealedRecord, as id: ClientID, lifetime: Duration, protectedFor: Duration, limit: Int
    ) async throws(StoreError) -> ClientInsertion {
        try control.change()
        return try await store.keep(
            record, as: id, lifetime: lifetime, protectedFor: protectedFor, limit: limit)
    }

    func load(_ id: ClientID) async throws(StoreError) -> StoredRecord? {
        try control.read()
        await control.silence()
        return try await store.load(id)
    }

    func renew(_ id: ClientID, lifetime: Duration, protectedFor: Duration) async throws(StoreError) {
        try control.renew()
        try await store.renew(id, lifetime: lifetime, protectedFor: protectedFor)
    }
}

extension SwitchedStore {
    func insert(
        code digest: SecretDigest, _ record: SealedRecord, of key: GrantKey, lifetime: Duration,
        summary: GrantSummary
    ) async throws(StoreError) {
        try control.change()
        try await store.insert(code: digest, record, of: key, lifetime: lifetime, summary: summary)
    }

    func begin(
        _ key: GrantKey, issuing: IssuedTokens, summary: GrantSummary
    ) async throws(StoreError) -> IssuedValidity {
        try control.change()
        return try await store.begin(key, issuing: issuing, summary: summary)
    }

    func summaries(
        under index: IndexDigest, limit: Int
    ) async throws(StoreError) -> [SummarizedGrant] {
        try control.read()
        return try await store.summaries(under: index, limit: limit)
    }

    func oldest(under index: IndexDigest, beyond count: Int) async throws(StoreError) -> [GrantKey] {
        try control.read()
        return try await store.oldest(under: index, beyond: count)
    }

    func load(code digest: SecretDigest, of key: GrantKey) async throws(StoreError) -> StoredCode? {
        try control.read()
        return try await store.load(code: digest, of: key)
    }

    func countFailure(
        code digest: SecretDigest, of key: GrantKey, limit: Int
    ) async throws(StoreError) -> CodeFailure {
        try control.change()
        return try await store.countFailure(code: digest, of: key, limit: limit)
    }

    func redeem(
        code digest: SecretDigest, of key: GrantKey, issuing: IssuedTokens, summary: GrantSummary
    ) async throws(StoreError) -> CodeRedemption {
        try control.change()
        return try await store.redeem(code: digest, of: key, issuing: issuing, summary: summary)
    }

    func load(accessToken digest: SecretDigest, of key: GrantKey) async throws(StoreError) -> StoredRecord? {
        try control.read()
        return try await store.load(accessToken: digest, of: key)
    }

    func recall(accessToken digest: SecretDigest, of key: GrantKey) -> Recollection {
        control.failure == .isGone ? .elsewhere : store.recall(accessToken: digest, of: key)
    }

    func load(
        refreshToken digest: SecretDigest, of key: GrantKey
    ) async throws(StoreError) -> StoredRefreshToken? {
        try control.read()
        return try await store.load(refreshToken: digest, of: key)
    }

    func rotate(
        refreshToken digest: SecretDigest, of key: GrantKey, reuse: RefreshReuse, issuing: RotatedTokens,
        summary: GrantSummary
    ) async throws(StoreError) -> RefreshRotation {
        try control.change()
        let rotation = try await store.rotate(
            refreshToken: digest, of: key, reuse: reuse, issuing: issuing, summary: summary)
        guard control.failure == .spoilsAnswers, case .replayed(let answer, let remaining) = rotation else {
            return rotation
        }
        return .replayed(SealedRecord(bytes: answer.bytes.reversed()), remaining: remaining)
    }

    func revoke(
        ifReused digest: SecretDigest, of key: GrantKey, reuse: RefreshReuse
    ) async throws(StoreError) -> Bool {
        try control.change()
        return try await store.revoke(ifReused: digest, of: key, reuse: reuse)
    }

    func revoke(accessToken digest: SecretDigest, of key: GrantKey) async throws(StoreError) -> Bool {
        try control.change()
        let isEnded = try await store.revoke(accessToken: digest, of: key)
        try control.confirm()
        return isEnded
    }

    func revoke(_ key: GrantKey) async throws(StoreError) -> Bool {
        try control.change()
        let isEnded = try await store.revoke(key)
        try control.confirm()
        return isEnded
    }

    func confirm(_ key: GrantKey) async throws(StoreError) {
        try control.confirm()
        try await store.confirm(key)
    }
}
