import OAuthModel
import Storage

/// The rows of a store's file, and where the record of each name stands.
struct Contents {
    /// A name without memory of its own.
    private enum Place: Hashable {
        case client(ClientID)
        case grant(Digest)
        case record(RecordKind, Digest)
        case register(RegisterName)

        init(_ name: RecordName) {
            switch name {
            case .client(let id): self = .client(id)
            case .grant(let key): self = .grant(Digest(key))
            case .record(let kind, let digest): self = .record(kind, Digest(digest))
            case .register(let name): self = .register(name)
            }
        }

        var name: RecordName {
            switch self {
            case .client(let id): .client(id)
            case .grant(let digest): .grant(GrantKey(bytes: digest.secret.bytes))
            case .record(let kind, let digest): .record(kind, digest.secret)
            case .register(let name): .register(name)
            }
        }
    }

    /// So many records make a page; a transaction, too.
    static let pageSize = 512

    let rows: SQLiteRows
    private var numbers: [Place: Int64] = [:]
    private(set) var lastNumber: Int64
    private var someClients: [Int64] = []

    var count: Int { numbers.count }

    /// Every row is read as a server reads it when it opens the store, and refused for the same reasons.
    ///
    /// - Parameter number: New records have higher ones.
    init(_ rows: SQLiteRows, after number: Int64) throws(StoreOpeningError) {
        self.rows = rows
        var last = number
        var current: (number: Int64, content: StoreContent)?
        var numbers: [Place: Int64] = [:]
        var clients: [Int64] = []
        try rows.read { (id, body) throws(RowDamage) in
            let isFirst = current?.number != id.record
            if isFirst { current = (id.record, StoreContent()) }
            try current?.content.add(id, body)
            last = max(last, id.record)
            guard isFirst,
                let name = try RowGroup(number: id.record, rows: [(id.part, body)]).record()?.name
            else { return }
            numbers[Place(name)] = id.record
            if case .client = name, clients.count < 8 { clients.append(id.record) }
        }
        lastNumber = last
        self.numbers = numbers
        someClients = clients
    }

    /// A page that begins with the record of this number, and where the next one begins.
    func records(from number: Int64) throws -> (records: [ArchivedRecord], next: Int64?) {
        let (groups, next) = try rows.groups(from: number, limit: Self.pageSize)
        return (try groups.compactMap { try $0.record() }, next)
    }

    func record(_ name: RecordName) throws -> ArchivedRecord? {
        try numbers[Place(name)].flatMap { try rows.group($0)?.record() }
    }

    func clients(limit: Int) throws -> [ArchivedRecord] {
        try someClients.prefix(limit).compactMap { try rows.group($0)?.record() }
    }

    func names(after number: Int64) -> [RecordName] {
        numbers.compactMap { $0.value > number ? $0.key.name : nil }
    }

    func place(of name: RecordName) -> RecordPlace? {
        numbers[Place(name)].map {
            RecordPlace(
                name: "record \($0) of \(rows.path) (row \(RowID(record: $0).number))",
                removal:
                    "sqlite3 '\(rows.path)' 'DELETE FROM rows WHERE id >> \(RowID.partBits) = \($0)'")
        }
    }

    mutating func remove(_ names: [RecordName]) throws {
        let places = names.map { Place($0) }
        let gone = places.compactMap { numbers[$0] }
        if !gone.isEmpty { try rows.commit(gone.map { .delete(record: $0) }) }
        for place in places { numbers[place] = nil }
    }

    mutating func put(_ records: [ArchivedRecord], at now: Timestamp) throws -> [RecordPlacement] {
        var changes: [RowChange] = []
        var added: [Place: Int64] = [:]
        var placements: [RecordPlacement] = []
        for record in records {
            let place = Place(record.name)
            guard let living = record.living(at: now) else {
                placements.append(.expired)
                continue
            }
            guard added[place] == nil else {
                // It came twice on one page.
                placements.append(.present)
                continue
            }
            if let number = numbers[place] {
                if let there = try rows.group(number)?.record()?.living(at: now) {
                    placements.append(there == living ? .present : .conflicting)
                    continue
                }
                changes.append(.delete(record: number))
            }
            lastNumber += 1
            changes += living.rows(number: lastNumber)
            added[place] = lastNumber
            placements.append(.written)
        }
        if !changes.isEmpty { try rows.commit(changes) }
        numbers.merge(added) { $1 }
        return placements
    }
}

extension SQLiteRows {
    /// Up to `limit` whole records from the number on, and the number of the one after them.
    func groups(from number: Int64, limit: Int) throws -> (groups: [RowGroup], next: Int64?) {
        var groups: [RowGroup] = []
        let last = RowID(record: RowID.records.upperBound - 1, part: RowID.partLimit - 1)
        var next: Int64?
        try each(from: RowID(record: number), through: last) { id, body in
            if let current = groups.last, current.number == id.record {
                groups[groups.count - 1].rows.append((id.part, body))
            } else if groups.count == limit {
                next = id.record
                return false
            } else {
                groups.append(RowGroup(number: id.record, rows: [(id.part, body)]))
            }
            return true
        }
        return (groups, next)
    }

    func group(_ number: Int64) throws -> RowGroup? {
        var group = RowGroup(number: number, rows: [])
        let last = RowID(record: number, part: RowID.partLimit - 1)
        try each(from: RowID(record: number), through: last) { id, body in
            group.rows.append((id.part, body))
            return true
        }
        return group.rows.isEmpty ? nil : group
    }
}
