package import OAuthModel
package import Storage

extension EmbeddedStore: ClientStore {
    package func insert(
        _ record: SealedRecord, as id: ClientID, lifetime: Duration, limit: Int
    ) async throws(StoreError) -> ClientInsertion {
        try await clients.insert(record, as: id, lifetime: lifetime, limit: limit)
    }

    package func keep(
        _ record: SealedRecord, as id: ClientID, lifetime: Duration, protectedFor: Duration, limit: Int
    ) async throws(StoreError) -> ClientInsertion {
        try await clients.insert(
            record, as: id, lifetime: lifetime, limit: limit, replacing: true, protectedFor: protectedFor)
    }

    package func load(_ id: ClientID) async throws(StoreError) -> StoredRecord? {
        try clients.load(id)
    }

    package func renew(
        _ id: ClientID, lifetime: Duration, protectedFor: Duration
    ) async throws(StoreError) {
        try clients.renew(id, lifetime: lifetime, protectedFor: protectedFor)
    }
}
