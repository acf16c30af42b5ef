import OAuthModel
import RedisClient
package import Storage

/// Asking again after a call was answered as unavailable: an insertion replaces what the first may have left (and counts twice, where
/// records are counted); one that may only be the first finds its own work, and is told that it is not; a record that was taken is gone.
extension RedisStore: RecordStore {
    package func insert(
        _ record: SealedRecord, as kind: RecordKind, under digest: SecretDigest, lifetime: Duration,
        owner: PeerDigest?
    ) async throws(StoreError) {
        if let owner { try await reserve(record, lifetime: lifetime, owner: owner) }
        let answer = try await run(
            RecordScripts.insert, [keys.record(kind, digest)],
            [record.bytes, lifetime.argument, kind.grace.argument])
        guard answer.word == "inserted" else { throw .unintelligible }
    }

    package func insertIfAbsent(
        _ record: SealedRecord, as kind: RecordKind, under digest: SecretDigest, lifetime: Duration
    ) async throws(StoreError) -> Bool {
        let answer = try await run(
            RecordScripts.insertIfAbsent, [keys.record(kind, digest)],
            [record.bytes, lifetime.argument, kind.grace.argument], waitingFor: wait)
        switch answer.word {
        case "inserted": return true
        case "there": return false
        default: throw .unintelligible
        }
    }

    package func load(_ kind: RecordKind, _ digest: SecretDigest) async throws(StoreError) -> StoredRecord? {
        try await load(.records(kind), "GET", keys.record(kind, digest))
    }

    package func take(_ kind: RecordKind, _ digest: SecretDigest) async throws(StoreError) -> StoredRecord? {
        let key = keys.record(kind, digest)
        switch kind.durability {
        case .passing: return try await load(.records(kind), "GETDEL", key)
        case .lasting:
            let answer = try await end(RecordScripts.take, key, note: keys.ending(digest.bytes))
            guard let value = try answer?.bytes(1) else { return nil }
            let record = ValueReader.record(value)
            if record == nil { reports.damage(.records(kind), key) }
            return record
        }
    }
}

extension RecordKind {
    /// How long a key outlives its record.
    var grace: Duration {
        switch durability {
        case .lasting: .seconds(300)
        case .passing: TransientBudget.grace
        }
    }
}
