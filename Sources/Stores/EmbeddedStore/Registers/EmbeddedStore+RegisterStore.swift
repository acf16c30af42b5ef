package import Storage

extension EmbeddedStore: RegisterStore {
    package func load(_ name: RegisterName) async throws(StoreError) -> StoredRegister? {
        try registers.load(name)
    }

    package func replace(
        _ name: RegisterName, with record: SealedRecord, expecting version: Int64?
    ) async throws(StoreError) -> Bool {
        try await registers.replace(name, with: record, expecting: version)
    }
}
