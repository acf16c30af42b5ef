package import OAuthCore

extension EmbeddedStore: TransientStore {
    package func insert(
        _ record: SealedRecord, as kind: TransientKind, under digest: SecretDigest, lifetime: Duration,
        owner: PeerDigest
    ) async throws(StoreError) {
        let batch = try ledger(of: kind).insert(
            record, under: Digest(digest), lifetime: lifetime, owner: RecordTable.Owner(owner))
        // As long as the disk refuses, nobody is sent on with a record that is about to be taken back.
        if !durability.lastWriteWorked { try await durability.wait(for: batch) }
    }

    package func load(
        _ kind: TransientKind, _ digest: SecretDigest
    ) async throws(StoreError) -> StoredRecord? {
        try ledger(of: kind).load(Digest(digest))
    }

    package func take(
        _ kind: TransientKind, _ digest: SecretDigest
    ) async throws(StoreError) -> StoredRecord? {
        try await ledger(of: kind).take(Digest(digest))
    }

    private func ledger(of kind: TransientKind) -> RecordLedger {
        switch kind {
        case .pendingAuthorization: pendingAuthorizations
        case .upstreamState: upstreamStates
        case .upstreamCode: upstreamCodes
        }
    }
}
