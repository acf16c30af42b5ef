import OAuthModel
import Storage

/// What the file holds, as it is read into memory at the start.
struct StoreContent {
    private(set) var grants: [Digest: Grant] = [:]
    private(set) var clients: [ClientID: ClientTable.Entry] = [:]
    private(set) var records: [RecordKind: [Digest: RecordTable.Entry]] = [:]
    private(set) var registers: [RegisterName: RegisterLedger.Entry] = [:]
    /// The highest number that a record has.
    private(set) var lastNumber: Int64 = 0

    /// The record that was read last, whose further parts may follow.
    private var current: Current?

    private enum Current {
        case grant(Digest)
        case client(ClientID)
    }

    var isEmpty: Bool { grants.isEmpty && clients.isEmpty && records.isEmpty && registers.isEmpty }

    /// When the store was last used, as far as its records say.
    var lastUse: Timestamp? {
        let moments = [
            grants.values.lazy.map(\.issuedAt).max(), clients.values.lazy.map(\.use.at).max(),
            records.values.lazy.compactMap { $0.values.lazy.map(\.record.validity.issuedAt).max() }.max(),
        ]
        return moments.compactMap(\.self).max()
    }

    /// Grants that had ended when the process did, and were not removed yet.
    mutating func takeEnded() -> [(record: Int64, parts: Int)] {
        let ended = grants.filter { $0.value.isEnded }
        for key in ended.keys { grants[key] = nil }
        return ended.values.map { ($0.number, $0.spentCount) }
    }

    /// Rows come in the order of their ids.
    mutating func add(_ id: RowID, _ body: [UInt8]) throws(RowDamage) {
        guard RowID.records.contains(id.record) else { throw RowDamage(description: "unknown record") }
        if id.record != lastNumber { current = nil }
        lastNumber = max(lastNumber, id.record)
        var reader = ByteReader(body)
        switch try reader.kind() {
        case .grant:
            let (key, grant) = try Grant.read(&reader, number: id.record)
            grants[key] = grant
            current = .grant(key)
        case .spentToken:
            guard case .grant(let key) = current else {
                throw RowDamage(description: "token without a grant")
            }
            let token = try Grant.SpentToken.read(&reader, part: id.part)
            grants[key]?.restore(token)
        case .summary:
            guard case .grant(let key) = current else {
                throw RowDamage(description: "summary without a grant")
            }
            grants[key]?.tell(try SummaryRow.read(&reader).summary)
        case .client:
            let (client, entry) = try ClientTable.Entry.read(&reader, number: id.record)
            clients[client] = entry
            current = .client(client)
        case .clientUse:
            guard case .client(let client) = current else {
                throw RowDamage(description: "use of an unknown client")
            }
            clients[client]?.use = try ClientTable.Use.read(&reader, number: id.record)
        case .record:
            let (kind, digest, entry) = try RecordTable.Entry.read(&reader, number: id.record)
            records[kind, default: [:]][digest] = entry
        case .register:
            let (name, entry) = try RegisterLedger.Entry.read(&reader, number: id.record)
            registers[name] = entry
        case .probe:
            return
        }
        guard reader.isAtEnd else { throw RowDamage(description: "row too long") }
    }
}

extension Grant {
    fileprivate mutating func restore(_ token: SpentToken) {
        var token = token
        if !refreshTokens.contains(where: { $0.digest == token.successor }) { token.replay = nil }
        spentTokens.append(token)
        archive()
    }
}
