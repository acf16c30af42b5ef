import Storage
import Synchronization

/// The registers in memory, with their lock and the journal.
final class RegisterLedger: Sendable {
    struct Entry: Sendable {
        /// The number of its record in the file, which is rewritten.
        let number: Int64
        let stored: StoredRegister
    }

    private let entries: Mutex<[RegisterName: Entry]>
    private let durability: Durability

    init(durability: Durability, loaded: [RegisterName: Entry]) {
        self.durability = durability
        entries = Mutex(loaded)
    }

    func load(_ name: RegisterName) throws(StoreError) -> StoredRegister? {
        try durability.checkPlace()
        return entries.withLock { $0[name]?.stored }
    }

    func replace(
        _ name: RegisterName, with record: SealedRecord, expecting version: Int64?
    ) async throws(StoreError) -> Bool {
        let (isReplaced, batch) = try entries.withLock {
            (entries) throws(StoreError) -> (Bool, CommitBatch?) in
            let before = entries[name]
            guard before?.stored.version == version else {
                // The same record again is the same call again: each is sealed with a nonce of its own.
                return (before?.stored.sealed == record, try durability.unsettled())
            }
            let entry = Entry(
                number: before?.number ?? durability.nextNumber(),
                stored: StoredRegister(sealed: record, version: (version ?? 0) + 1))
            let batch = try durability.append([entry.row(of: name)]) {
                self.entries.withLock { $0[name] = before }
            }
            entries[name] = entry
            return (true, batch)
        }
        try await durability.wait(for: batch)
        return isReplaced
    }

    var count: Int { entries.withLock { $0.count } }
}

extension RegisterLedger.Entry {
    func row(of name: RegisterName) -> RowChange {
        var writer = ByteWriter(.register, capacity: stored.sealed.bytes.count + 48)
        writer.text(Array(name.rawValue.utf8))
        writer.number(stored.version)
        writer.text(stored.sealed.bytes)
        return .put(RowID(record: number), writer.bytes)
    }

    /// `kind` of the row has been read.
    static func read(
        _ reader: inout ByteReader, number: Int64
    ) throws(RowDamage) -> (name: RegisterName, RegisterLedger.Entry) {
        guard let name = RegisterName(rawValue: String(decoding: try reader.text(), as: UTF8.self)) else {
            throw RowDamage(description: "unknown register")
        }
        let version = try reader.number()
        guard StoredRegister.versions.contains(version) else {
            throw RowDamage(description: "impossible version")
        }
        let stored = StoredRegister(sealed: SealedRecord(bytes: try reader.text()), version: version)
        return (name, RegisterLedger.Entry(number: number, stored: stored))
    }
}
