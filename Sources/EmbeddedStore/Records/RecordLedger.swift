import OAuthCore
import OAuthModel
import Synchronization

/// Records of one kind, each of which stands alone under its digest and never changes.
final class RecordLedger: Sendable {
    /// By these names the file tells them apart.
    enum Kind: String, CaseIterable, Sendable {
        case pendingAuthorization = "pending"
        case upstreamState = "state"
        case upstreamCode = "upstream-code"
        case session
    }

    struct Entry: Sendable {
        /// The number of its record in the file.
        let number: Int64
        let record: StoredRecord
    }

    private let kind: Kind
    private let shards = Shards<Entry>(count: 16)
    private let durability: Durability
    private let clock: Clock

    init(_ kind: Kind, durability: Durability, clock: Clock, loaded: [Digest: Entry] = [:]) {
        self.kind = kind
        self.durability = durability
        self.clock = clock
        for (digest, entry) in loaded { shards[digest].values.withLock { $0[digest] = entry } }
    }

    /// Returns before the record is durable, with what there is to wait for.
    func insert(
        _ sealed: SealedRecord, under digest: Digest, lifetime: Duration
    ) throws(StoreError) -> CommitBatch? {
        let number = durability.nextNumber()
        return try shards[digest].values.withLock { (entries) throws(StoreError) in
            let now = clock.now
            let validity = Validity(issuedAt: now, expiresAt: now.advanced(by: lifetime))
            let entry = Entry(number: number, record: StoredRecord(sealed: sealed, validity: validity))
            let before = entries[digest]
            let replaced = before.map { [RowChange.delete(record: $0.number)] } ?? []
            let batch = try durability.append(
                replaced + [entry.row(of: kind, under: digest)], undo: restoration(of: before, under: digest))
            entries[digest] = entry
            return batch
        }
    }

    func load(_ digest: Digest) -> StoredRecord? {
        let now = clock.now
        let record = shards[digest].values.withLock { $0[digest]?.record }
        return record.flatMap { $0.isLive(at: now) ? $0 : nil }
    }

    /// Removes the record and returns it when it can't come back: what is given away before the file has forgotten it could be
    /// given away again after a crash. That there is none is answered no earlier than the removal that made it so is durable.
    func take(_ digest: Digest) async throws(StoreError) -> StoredRecord? {
        let (record, batch) = try shards[digest].values.withLock {
            (entries) throws(StoreError) -> (StoredRecord?, CommitBatch?) in
            guard let entry = entries[digest], entry.record.isLive(at: clock.now) else {
                return (nil, try durability.unsettled())
            }
            let batch = try durability.append(
                [.delete(record: entry.number)], undo: restoration(of: entry, under: digest))
            entries[digest] = nil
            return (entry.record, batch)
        }
        try await durability.wait(for: batch)
        return record
    }

    /// Forgets what is over. Returns what must be committed for the file to have forgotten it too.
    func sweep() throws(StoreError) -> CommitBatch? {
        var last: CommitBatch?
        for shard in shards.all {
            let batch = try shard.values.withLock { (entries) throws(StoreError) in
                let now = clock.now
                var batch: CommitBatch?
                for (digest, entry) in entries where !entry.record.isLive(at: now) {
                    batch = try durability.append(
                        [.delete(record: entry.number)], undo: restoration(of: entry, under: digest))
                    entries[digest] = nil
                }
                return batch
            }
            last = batch ?? last
        }
        return last
    }

    var count: Int {
        shards.all.reduce(0) { $0 + $1.values.withLock { $0.count } }
    }

    private func restoration(of entry: Entry?, under digest: Digest) -> @Sendable () -> Void {
        let shard = shards[digest]
        return { shard.values.withLock { $0[digest] = entry } }
    }
}

extension RecordLedger.Entry {
    func row(of kind: RecordLedger.Kind, under digest: Digest) -> RowChange {
        var writer = ByteWriter(.record, capacity: 512)
        writer.text(Array(kind.rawValue.utf8))
        writer.digest(digest)
        writer.record(record)
        return .put(RowID(record: number), writer.bytes)
    }

    /// `kind` of the row has been read.
    static func read(
        _ reader: inout ByteReader, number: Int64
    ) throws(RowDamage) -> (kind: RecordLedger.Kind, digest: Digest, RecordLedger.Entry) {
        let name = String(decoding: try reader.text(), as: UTF8.self)
        guard let kind = RecordLedger.Kind(rawValue: name) else {
            throw RowDamage(description: "unknown kind of record")
        }
        let digest = try reader.digest()
        return (kind, digest, RecordLedger.Entry(number: number, record: try reader.record()))
    }
}
