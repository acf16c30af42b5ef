import OAuthModel
import Storage

/// A small store that keeps every promise: dictionaries, and an actor that takes one call at a time. What there is to know of a promise
/// stands in the comments of `Storage`; nothing here was written from anything else. It outlives nothing, so what has to be durable is
/// so at once, and it doesn't sweep: what has expired is passed over.
actor ToyStore: StoreHealth {
    private let clock: Clock
    private var records: [RecordKind: [SecretDigest: Record]] = [:]
    private var registers: [RegisterName: StoredRegister] = [:]
    private var clients: [ClientID: Client] = [:]
    private var grants: [GrantKey: Grant] = [:]
    /// Puts what happened at the same moment in order.
    private var count = 0

    init(clock: Clock) {
        self.clock = clock
    }

    func check() {}

    private var now: Timestamp { clock.now }

    private func stored(
        _ record: SealedRecord, for lifetime: Duration,
        notAfter end: Timestamp = Timestamp(milliseconds: .max)
    ) -> StoredRecord {
        let end = min(now.advanced(by: lifetime), end)
        return StoredRecord(sealed: record, validity: Validity(issuedAt: now, expiresAt: end))
    }

    private func live(_ record: StoredRecord?) -> StoredRecord? {
        record.flatMap { now < $0.validity.expiresAt ? $0 : nil }
    }

    private func next() -> Int {
        count += 1
        return count
    }
}

extension ToyStore: RecordStore {
    private struct Record {
        let stored: StoredRecord
        let owner: PeerDigest?
        let number: Int
    }

    /// For all records of a kind that anyone may cause, in bytes.
    private static let room = 1 << 20

    func insert(
        _ record: SealedRecord, as kind: RecordKind, under digest: SecretDigest, lifetime: Duration,
        owner: PeerDigest?
    ) {
        records[kind, default: [:]][digest] = Record(
            stored: stored(record, for: lifetime), owner: owner, number: next())
        makeRoom(for: kind)
    }

    func insertIfAbsent(
        _ record: SealedRecord, as kind: RecordKind, under digest: SecretDigest, lifetime: Duration
    ) -> Bool {
        guard load(kind, digest) == nil else { return false }
        insert(record, as: kind, under: digest, lifetime: lifetime, owner: nil)
        return true
    }

    func load(_ kind: RecordKind, _ digest: SecretDigest) -> StoredRecord? {
        live(records[kind]?[digest]?.stored)
    }

    func take(_ kind: RecordKind, _ digest: SecretDigest) -> StoredRecord? {
        defer { records[kind]?[digest] = nil }
        return load(kind, digest)
    }

    /// Forgets the oldest of whoever holds most, for as long as all hold too much.
    private func makeRoom(for kind: RecordKind) {
        while let held = records[kind]?.filter({ $0.value.owner != nil && live($0.value.stored) != nil }) {
            let owners = Dictionary(grouping: held) { $0.value.owner }
            let sums = owners.mapValues { $0.reduce(0) { $0 + $1.value.stored.sealed.bytes.count } }
            guard sums.values.reduce(0, +) > Self.room, let most = sums.max(by: { $0.value < $1.value })?.key,
                let oldest = owners[most]?.min(by: { $0.value.number < $1.value.number })?.key
            else { return }
            records[kind]?[oldest] = nil
        }
    }
}

extension ToyStore: RegisterStore {
    func load(_ name: RegisterName) -> StoredRegister? { registers[name] }

    func replace(_ name: RegisterName, with record: SealedRecord, expecting version: Int64?) -> Bool {
        let before = registers[name]
        guard before?.version == version else { return before?.sealed == record }
        registers[name] = StoredRegister(sealed: record, version: (version ?? 0) + 1)
        return true
    }
}

extension ToyStore: ClientStore {
    private struct Client {
        var stored: StoredRecord
        var lastUse: Int
        var protectedUntil: Timestamp
    }

    func insert(_ record: SealedRecord, as id: ClientID, lifetime: Duration, limit: Int) -> ClientInsertion {
        clients = clients.filter { live($0.value.stored) != nil }
        guard clients[id] == nil else { return .full }
        var evicted: ClientID?
        if clients.count >= limit {
            let unprotected = clients.filter { $0.value.protectedUntil <= now }
            evicted = unprotected.min { $0.value.lastUse < $1.value.lastUse }?.key
            guard let evicted else { return .full }
            clients[evicted] = nil
        }
        let stored = stored(record, for: lifetime)
        clients[id] = Client(stored: stored, lastUse: next(), protectedUntil: now)
        return .inserted(stored.validity, evicted: evicted)
    }

    func keep(
        _ record: SealedRecord, as id: ClientID, lifetime: Duration, protectedFor: Duration, limit: Int
    ) -> ClientInsertion {
        let before = load(id) == nil ? nil : clients[id]
        clients[id] = nil
        let limit = before == nil ? limit : max(limit, clients.count + 1)
        let answer = insert(record, as: id, lifetime: lifetime, limit: limit)
        guard case .inserted(_, let evicted) = answer, let kept = clients[id] else { return answer }
        clients[id]?.protectedUntil = before?.protectedUntil ?? kept.protectedUntil
        let rest = before?.stored.validity.expiresAt.since(now) ?? .zero
        renew(id, lifetime: max(lifetime, rest), protectedFor: protectedFor)
        return .inserted(clients[id]?.stored.validity ?? kept.stored.validity, evicted: evicted)
    }

    func load(_ id: ClientID) -> StoredRecord? { live(clients[id]?.stored) }

    func renew(_ id: ClientID, lifetime: Duration, protectedFor: Duration) {
        guard let stored = load(id), var client = clients[id] else { return }
        let end = max(stored.validity.expiresAt, now.advanced(by: lifetime))
        client.stored = StoredRecord(
            sealed: stored.sealed, validity: Validity(issuedAt: stored.validity.issuedAt, expiresAt: end))
        client.protectedUntil = max(client.protectedUntil, now.advanced(by: protectedFor))
        client.lastUse = next()
        clients[id] = client
    }
}

extension ToyStore: GrantStore {
    private struct Grant {
        /// No token outlives it; without tokens it says nothing.
        var endsAt: Timestamp
        let number: Int
        var summary: GrantSummary
        var code: Code?
        var accessTokens: [SecretDigest: StoredRecord] = [:]
        var refreshTokens: [SecretDigest: RefreshToken] = [:]
    }

    private struct Code {
        let digest: SecretDigest
        let record: StoredRecord
        var failures = 0
        var isRedeemed = false
    }

    private struct RefreshToken {
        let record: StoredRecord
        /// Issued beside it.
        let accessToken: SecretDigest
        var use: (firstAt: Timestamp, successor: SecretDigest, replay: SealedRecord, replayEndsAt: Timestamp)?
    }

    /// Is there while anything of it is.
    private func grant(_ key: GrantKey) -> Grant? {
        guard let grant = grants[key] else { return nil }
        let all = grant.accessTokens.values + grant.refreshTokens.values.map(\.record)
        return live(grant.code?.record) != nil || all.contains { live($0) != nil } ? grant : nil
    }

    private func code(_ digest: SecretDigest, _ grant: Grant?) -> Code? {
        grant?.code.flatMap { $0.digest == digest && live($0.record) != nil ? $0 : nil }
    }

    private func refreshToken(_ digest: SecretDigest, _ grant: Grant?) -> RefreshToken? {
        grant?.refreshTokens[digest].flatMap { live($0.record) != nil ? $0 : nil }
    }

    func insert(
        code digest: SecretDigest, _ record: SealedRecord, of key: GrantKey, lifetime: Duration,
        summary: GrantSummary
    ) throws(StoreError) {
        guard grant(key) == nil else { throw .unavailable(reason: "there is such a grant") }
        let code = Code(digest: digest, record: stored(record, for: lifetime))
        grants[key] = Grant(endsAt: now, number: next(), summary: summary, code: code)
    }

    func begin(
        _ key: GrantKey, issuing: IssuedTokens, summary: GrantSummary
    ) throws(StoreError) -> IssuedValidity {
        if let grant = grant(key) {
            guard let access = grant.accessTokens[issuing.accessToken.digest] else {
                throw .unavailable(reason: "there is such a grant")
            }
            let refresh = issuing.refreshToken.flatMap { grant.refreshTokens[$0.digest] }
            return IssuedValidity(accessToken: access.validity, refreshToken: refresh?.record.validity)
        }
        let end = now.advanced(by: issuing.grantLifetime)
        var grant = Grant(endsAt: end, number: next(), summary: summary)
        defer { grants[key] = grant }
        return issue(issuing.accessToken, issuing.refreshToken, &grant)
    }

    func load(code digest: SecretDigest, of key: GrantKey) -> StoredCode? {
        code(digest, grant(key)).map { StoredCode(record: $0.record, isRedeemed: $0.isRedeemed) }
    }

    func countFailure(code digest: SecretDigest, of key: GrantKey, limit: Int) -> CodeFailure {
        guard let code = code(digest, grant(key)), !code.isRedeemed else { return .unknown }
        grants[key]?.code?.failures += 1
        guard code.failures + 1 >= limit else { return .counted }
        grants[key] = nil
        return .dead
    }

    func redeem(
        code digest: SecretDigest, of key: GrantKey, issuing: IssuedTokens, summary: GrantSummary
    ) -> CodeRedemption {
        guard var grant = grant(key), let code = code(digest, grant) else { return .unknown }
        guard !code.isRedeemed else { return .alreadyRedeemed }
        grant.code?.isRedeemed = true
        grant.endsAt = now.advanced(by: issuing.grantLifetime)
        grant.summary = summary
        defer { grants[key] = grant }
        return .redeemed(issue(issuing.accessToken, issuing.refreshToken, &grant))
    }

    func load(accessToken digest: SecretDigest, of key: GrantKey) -> StoredRecord? {
        live(grant(key)?.accessTokens[digest])
    }

    func load(refreshToken digest: SecretDigest, of key: GrantKey) -> StoredRefreshToken? {
        refreshToken(digest, grant(key)).map { StoredRefreshToken(record: $0.record, isSpent: $0.use != nil) }
    }

    func rotate(
        refreshToken digest: SecretDigest, of key: GrantKey, reuse: RefreshReuse, issuing: RotatedTokens,
        summary: GrantSummary
    ) -> RefreshRotation {
        guard var grant = grant(key), let token = refreshToken(digest, grant) else { return .unknown }
        if let answer = refusal(of: token, grant, reuse) {
            if answer == .reused { grants[key] = nil }
            return answer
        }
        grant.accessTokens[token.accessToken] = nil
        grant.summary = summary
        let issued = issue(issuing.accessToken, issuing.refreshToken, &grant)
        grant.refreshTokens[digest]?.use = (
            token.use?.firstAt ?? now, successor: issuing.refreshToken.digest, issuing.replay,
            replayEndsAt: issued.accessToken.expiresAt
        )
        grants[key] = grant
        return .rotated(issued)
    }

    func revoke(ifReused digest: SecretDigest, of key: GrantKey, reuse: RefreshReuse) -> Bool {
        guard let grant = grant(key), let token = refreshToken(digest, grant), token.use != nil
        else { return false }
        return refusal(of: token, grant, reuse) == .reused && revoke(key)
    }

    func revoke(accessToken digest: SecretDigest, of key: GrantKey) -> Bool {
        defer { grants[key]?.accessTokens[digest] = nil }
        return load(accessToken: digest, of: key) != nil
    }

    func revoke(_ key: GrantKey) -> Bool {
        defer { grants[key] = nil }
        return grant(key) != nil
    }

    func confirm(_ key: GrantKey) {}

    func summaries(under index: IndexDigest, limit: Int) -> [SummarizedGrant] {
        found(under: index).prefix(limit).map { .init(key: $0.key, summary: $0.value.summary.sealed) }
    }

    func oldest(under index: IndexDigest, beyond count: Int) -> [GrantKey] {
        found(under: index).dropLast(count).prefix(GrantLimits.endedAtOnce).map(\.key)
    }

    /// Those that began first stand first.
    private func found(under index: IndexDigest) -> [(key: GrantKey, value: Grant)] {
        grants.filter {
            grant($0.key) != nil && [$0.value.summary.client, $0.value.summary.subject].contains(index)
        }.sorted { $0.value.number < $1.value.number }
    }

    /// `nil` where the token can be rotated.
    private func refusal(of token: RefreshToken, _ grant: Grant, _ reuse: RefreshReuse) -> RefreshRotation? {
        if let use = token.use {
            guard RefreshReuse.isWithin(reuse.window, after: use.firstAt, at: now) else { return .reused }
            if case .replay = reuse {
                guard let next = refreshToken(use.successor, grant), next.use == nil else { return .reused }
                return .replayed(use.replay, remaining: max(use.replayEndsAt.since(now), .zero))
            }
        }
        let remembered = grant.refreshTokens.values.count { live($0.record) != nil }
        return remembered < GrantLimits.refreshTokens ? nil : .reused
    }

    private func issue(_ access: NewToken, _ refresh: NewToken?, _ grant: inout Grant) -> IssuedValidity {
        let end = grant.endsAt
        let accessToken = stored(access.record, for: access.lifetime, notAfter: end)
        grant.accessTokens[access.digest] = accessToken
        let refreshToken = refresh.map { stored($0.record, for: $0.lifetime, notAfter: end) }
        if let refresh, let refreshToken {
            let token = RefreshToken(record: refreshToken, accessToken: access.digest)
            grant.refreshTokens[refresh.digest] = token
        }
        return IssuedValidity(accessToken: accessToken.validity, refreshToken: refreshToken?.validity)
    }
}
