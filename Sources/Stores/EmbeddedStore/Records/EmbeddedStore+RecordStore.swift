package import Storage

extension EmbeddedStore: RecordStore {
    package func insert(
        _ record: SealedRecord, as kind: RecordKind, under digest: SecretDigest, lifetime: Duration,
        owner: PeerDigest?
    ) async throws(StoreError) {
        let batch = try records[kind].insert(
            record, under: Digest(digest), lifetime: lifetime, owner: owner.map { RecordTable.Owner($0) })
        // As long as the disk refuses, nobody is sent on with a record that is about to be taken back.
        if kind.durability == .lasting || !durability.lastWriteWorked {
            try await durability.wait(for: batch)
        }
    }

    package func insertIfAbsent(
        _ record: SealedRecord, as kind: RecordKind, under digest: SecretDigest, lifetime: Duration
    ) async throws(StoreError) -> Bool {
        let (isNew, batch) = try records[kind].insertIfAbsent(
            record, under: Digest(digest), lifetime: lifetime)
        try await durability.wait(for: batch)
        return isNew
    }

    package func load(_ kind: RecordKind, _ digest: SecretDigest) async throws(StoreError) -> StoredRecord? {
        try records[kind].load(Digest(digest))
    }

    package func take(_ kind: RecordKind, _ digest: SecretDigest) async throws(StoreError) -> StoredRecord? {
        try await records[kind].take(Digest(digest))
    }
}
