import OAuthModel
import Storage
import Synchronization

/// Records of one kind, each of which stands alone under its digest and never changes.
///
/// Anyone may cause them, so their room is limited: a new record is never refused, and others go for it, of those owners who hold
/// most. So nobody pushes out somebody else's by coming often; were new ones refused, to fill the room once would shut everybody out
/// until the lifetime of those records has passed.
final class RecordLedger: Sendable {
    typealias Entry = RecordTable.Entry

    /// How much memory the records of one kind may take, in bytes: some sixty thousand of the usual size.
    static let standardLimit = 64 << 20

    private let kind: RecordKind
    private let shards = Shards(count: 16, of: RecordTable())
    private let limitOfShard: Int
    private let durability: Durability
    private let clock: Clock

    init(
        _ kind: RecordKind, limit: Int = standardLimit, durability: Durability, clock: Clock,
        loaded: [Digest: Entry] = [:]
    ) {
        self.kind = kind
        limitOfShard = limit / shards.all.count
        self.durability = durability
        self.clock = clock
        for (digest, entry) in loaded { shards[digest].content.withLock { $0[digest] = entry } }
    }

    /// Returns before the record is durable, with what there is to wait for.
    func insert(
        _ sealed: SealedRecord, under digest: Digest, lifetime: Duration, owner: RecordTable.Owner? = nil
    ) throws(StoreError) -> CommitBatch? {
        let number = durability.nextNumber()
        return try shards[digest].content.withLock { (table) throws(StoreError) in
            let entry = entry(sealed, number, lifetime, owner)
            var gone = table.crowdedOut(by: entry, within: limitOfShard)
            if let replaced = table[digest], !gone.contains(where: { $0.digest == digest }) {
                gone.append((digest, replaced))
            }
            return try put(entry, under: digest, insteadOf: gone, in: &table)
        }
    }

    /// The same where there is none that lives, and nothing goes for it. What there is to wait for is that of whoever was first.
    func insertIfAbsent(
        _ sealed: SealedRecord, under digest: Digest, lifetime: Duration
    ) throws(StoreError) -> (isNew: Bool, CommitBatch?) {
        let number = durability.nextNumber()
        return try shards[digest].content.withLock { (table) throws(StoreError) in
            let entry = entry(sealed, number, lifetime, nil)
            let expired = table[digest]
            if let expired, expired.record.isLive(at: entry.record.validity.issuedAt) {
                return (false, try durability.unsettled())
            }
            guard table.crowdedOut(by: entry, within: limitOfShard).isEmpty else {
                throw .full(
                    reason: "too many records (\(kind.name)) are remembered", retryAfter: Self.retryAfter)
            }
            let gone = expired.map { [(digest: digest, entry: $0)] } ?? []
            return (true, try put(entry, under: digest, insteadOf: gone, in: &table))
        }
    }

    /// Their ends are spread out, so some room comes soon.
    private static let retryAfter = Duration.seconds(10)

    private func entry(
        _ sealed: SealedRecord, _ number: Int64, _ lifetime: Duration, _ owner: RecordTable.Owner?
    ) -> Entry {
        let now = clock.now
        let validity = Validity(issuedAt: now, expiresAt: now.advanced(by: lifetime))
        return Entry(number: number, record: StoredRecord(sealed: sealed, validity: validity), owner: owner)
    }

    private func put(
        _ entry: Entry, under digest: Digest, insteadOf gone: [(digest: Digest, entry: Entry)],
        in table: inout RecordTable
    ) throws(StoreError) -> CommitBatch? {
        let batch = try durability.append(
            gone.map { .delete(record: $0.entry.number) } + [entry.row(of: kind, under: digest)],
            undo: restoration(of: gone, removing: digest))
        for (digest, _) in gone { table[digest] = nil }
        table[digest] = entry
        return batch
    }

    func load(_ digest: Digest) throws(StoreError) -> StoredRecord? {
        try durability.checkPlace()
        let now = clock.now
        let record = shards[digest].content.withLock { $0[digest]?.record }
        return record.flatMap { $0.isLive(at: now) ? $0 : nil }
    }

    /// Removes the record and returns it when it can't come back: what is given away before the file has forgotten it could be
    /// given away again after a crash. That there is none is answered no earlier than the removal that made it so is durable.
    func take(_ digest: Digest) async throws(StoreError) -> StoredRecord? {
        let (record, batch) = try shards[digest].content.withLock {
            (table) throws(StoreError) -> (StoredRecord?, CommitBatch?) in
            guard let entry = table[digest], entry.record.isLive(at: clock.now) else {
                return (nil, try durability.unsettled())
            }
            let batch = try durability.append(
                [.delete(record: entry.number)], undo: restoration(of: [(digest, entry)]))
            table[digest] = nil
            return (entry.record, batch)
        }
        try await durability.wait(for: batch)
        return record
    }

    /// Forgets what ended in the span. Returns what must be committed for the file to have forgotten it too.
    func sweep(_ span: SweepSpan) throws(StoreError) -> CommitBatch? {
        var last: CommitBatch?
        for shard in shards.all {
            let batch = try shard.content.withLock { (table) throws(StoreError) in
                var batch: CommitBatch?
                for (digest, entry) in table.entries where span.contains(entry.record.validity.expiresAt) {
                    batch = try durability.append(
                        [.delete(record: entry.number)], undo: restoration(of: [(digest, entry)]))
                    table[digest] = nil
                }
                return batch
            }
            last = batch ?? last
        }
        return last
    }

    var count: Int {
        shards.all.reduce(0) { $0 + $1.content.withLock { $0.entries.count } }
    }

    /// Bytes of memory, about.
    var size: Int {
        shards.all.reduce(0) { $0 + $1.content.withLock { $0.size } }
    }

    /// All of them are in the shard of `digest`, or of the first of them.
    private func restoration(
        of entries: [(digest: Digest, entry: Entry)], removing digest: Digest? = nil
    ) -> @Sendable () -> Void {
        guard let shard = (digest ?? entries.first?.digest).map({ shards[$0] }) else { return {} }
        return {
            shard.content.withLock { table in
                if let digest { table[digest] = nil }
                for (digest, entry) in entries { table[digest] = entry }
            }
        }
    }
}

extension RecordTable.Entry {
    func row(of kind: RecordKind, under digest: Digest) -> RowChange {
        var writer = ByteWriter(.record, capacity: 512)
        writer.text(Array(kind.rawValue.utf8))
        writer.digest(digest)
        writer.record(record)
        return .put(RowID(record: number), writer.bytes)
    }

    /// `kind` of the row has been read.
    static func read(
        _ reader: inout ByteReader, number: Int64
    ) throws(RowDamage) -> (kind: RecordKind, digest: Digest, RecordTable.Entry) {
        let name = String(decoding: try reader.text(), as: UTF8.self)
        guard let kind = RecordKind(rawValue: name) else {
            throw RowDamage(description: "unknown kind of record")
        }
        let digest = try reader.digest()
        return (kind, digest, RecordTable.Entry(number: number, record: try reader.record()))
    }
}
