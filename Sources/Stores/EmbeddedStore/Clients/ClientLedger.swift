import OAuthModel
import Storage
import Synchronization

/// The clients in memory: the lock and the journal around ``ClientTable``.
final class ClientLedger: Sendable {
    private let table: Mutex<ClientTable>
    private let durability: Durability
    private let clock: Clock

    init(durability: Durability, clock: Clock, loaded: [ClientID: ClientTable.Entry] = [:]) {
        self.durability = durability
        self.clock = clock
        var table = ClientTable()
        for (id, entry) in loaded { table.restore(entry, as: id) }
        self.table = Mutex(table)
    }

    func load(_ id: ClientID) throws(StoreError) -> StoredRecord? {
        try durability.checkPlace()
        let now = clock.now
        let entry = table.withLock { $0[id] }
        guard let entry, entry.isLive(at: now) else { return nil }
        return StoredRecord(
            sealed: entry.sealed,
            validity: Validity(issuedAt: entry.issuedAt, expiresAt: entry.use.expiresAt))
    }

    /// - Parameter replacing: Also what is kept under the id already.
    func insert(
        _ record: SealedRecord, as id: ClientID, lifetime: Duration, limit: Int, replacing: Bool = false,
        protectedFor: Duration? = nil
    ) async throws(StoreError) -> ClientInsertion {
        let number = durability.nextNumber()
        let (answer, batch) = try table.withLock {
            (table) throws(StoreError) -> (ClientInsertion, CommitBatch?) in
            let now = clock.now
            var gone: [ClientID: ClientTable.Entry] = [:]
            let taken = table[id]
            let place = taken.flatMap { $0.isLive(at: now) ? $0 : nil }
            guard place == nil || replacing else { return (.full, nil) }
            if let taken { gone[id] = taken }
            let use = table.use(at: now, for: lifetime, protectedFor: protectedFor, after: place?.use)
            let entry = ClientTable.Entry(number: number, sealed: record, issuedAt: now, use: use)
            // Who has a place needs no other.
            let limit = place == nil ? limit : max(limit, table.entries.count)
            guard table.makeRoom(for: entry, within: limit, at: now, &gone) else { return (.full, nil) }
            let batch: CommitBatch?
            do throws(StoreError) {
                batch = try durability.append(
                    gone.values.map { .delete(record: $0.number) } + [entry.row(of: id), entry.useRow()],
                    undo: { [gone] in self.restore(gone, removing: id) })
            } catch {
                for (id, entry) in gone { table.restore(entry, as: id) }
                throw error
            }
            table.keep(entry, as: id)
            // One that had expired has not been evicted: for everyone else it was gone before.
            let evicted = gone.first { $0.key != id && $0.value.isLive(at: now) }?.key
            let validity = Validity(issuedAt: now, expiresAt: use.expiresAt)
            return (.inserted(validity, evicted: evicted), batch)
        }
        try await durability.wait(for: batch)
        return answer
    }

    /// Returns at once: should the use be lost in a crash, the client counts as unused since the one before.
    func renew(_ id: ClientID, lifetime: Duration, protectedFor: Duration) throws(StoreError) {
        try table.withLock { (table) throws(StoreError) in
            let now = clock.now
            guard let before = table[id], before.isLive(at: now) else { return }
            var entry = before
            entry.use = table.use(at: now, for: lifetime, protectedFor: protectedFor, after: before.use)
            _ = try durability.append([entry.useRow()], undo: { self.restore([id: before]) })
            table.keep(entry, as: id)
        }
    }

    /// Forgets clients whose time ended in the span. Returns what must be committed for the file to have forgotten them too.
    func sweep(_ span: SweepSpan) throws(StoreError) -> CommitBatch? {
        try table.withLock { (table) throws(StoreError) in
            var batch: CommitBatch?
            for (id, entry) in table.entries where span.contains(entry.use.expiresAt) {
                batch = try durability.append(
                    [.delete(record: entry.number)], undo: { self.restore([id: entry]) })
                table.remove(id)
            }
            return batch
        }
    }

    var count: Int { table.withLock { $0.entries.count } }
    var size: Int { table.withLock { $0.size } }

    private func restore(_ entries: [ClientID: ClientTable.Entry], removing id: ClientID? = nil) {
        table.withLock { table in
            if let id { table.remove(id) }
            for (id, entry) in entries { table.restore(entry, as: id) }
        }
    }
}

extension ClientTable {
    /// Removes `gone`, and adds to it whoever else has to go for the entry. `false`: nobody may be evicted, and nothing is changed.
    fileprivate mutating func makeRoom(
        for entry: Entry, within limit: Int, at now: Timestamp, _ gone: inout [ClientID: Entry]
    ) -> Bool {
        for id in gone.keys { remove(id) }
        while true {
            switch room(for: entry.size, within: limit, at: now) {
            case .free: return true
            case .evicting(let oldest):
                gone[oldest] = self[oldest]
                remove(oldest)
            case .none:
                for (id, entry) in gone { restore(entry, as: id) }
                return false
            }
        }
    }
}
