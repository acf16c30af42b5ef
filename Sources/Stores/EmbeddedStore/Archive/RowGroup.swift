import OAuthModel
import Storage

/// All rows of one record of the file.
struct RowGroup {
    typealias Row = (part: Int, body: [UInt8])

    let number: Int64
    var rows: [Row]

    /// The record in the words of every store; `nil` when it is none.
    func record() throws(RowDamage) -> ArchivedRecord? {
        // To a server a probe is nothing, wherever it stands.
        let rows = rows.filter { $0.body.first != RowKind.probe.rawValue }
        guard let first = rows.first else { return nil }
        var reader = ByteReader(first.body)
        switch try reader.kind() {
        case .grant: return try grant(&reader, rows.dropFirst())
        case .client: return try client(&reader, rows.dropFirst())
        case .record:
            let (kind, digest, entry) = try RecordTable.Entry.read(&reader, number: number)
            return .record(kind, digest.secret, entry.record)
        case .register:
            let (name, entry) = try RegisterLedger.Entry.read(&reader, number: number)
            return .register(name, entry.stored)
        case .spentToken, .clientUse, .summary: throw RowDamage(description: "part without a record")
        case .probe: return nil
        }
    }

    private func grant(
        _ reader: inout ByteReader, _ parts: ArraySlice<Row>
    ) throws(RowDamage) -> ArchivedRecord {
        let (key, grant) = try Grant.read(&reader, number: number)
        var spent: [Grant.SpentToken] = []
        var summary: GrantSummary?
        for (part, body) in parts {
            var reader = ByteReader(body)
            switch try reader.kind() {
            case .spentToken: spent.append(try Grant.SpentToken.read(&reader, part: part))
            case .summary: summary = try SummaryRow.read(&reader).summary
            default: throw RowDamage(description: "unknown part")
            }
        }
        return .grant(GrantKey(bytes: key.secret.bytes), grant.archived(spent, summary))
    }

    private func client(
        _ reader: inout ByteReader, _ parts: ArraySlice<Row>
    ) throws(RowDamage) -> ArchivedRecord {
        let (id, entry) = try ClientTable.Entry.read(&reader, number: number)
        var use = entry.use
        for (_, body) in parts {
            var reader = ByteReader(body)
            guard try reader.kind() == .clientUse else { throw RowDamage(description: "unknown part") }
            use = try ClientTable.Use.read(&reader, number: number)
        }
        return .client(
            id,
            ArchivedClient(
                record: entry.sealed, issuedAt: entry.issuedAt, expiresAt: use.expiresAt, lastUsedAt: use.at,
                protectedUntil: use.protectedUntil))
    }
}

extension ArchivedRecord {
    /// The rows of a new record.
    func rows(number: Int64) -> [RowChange] {
        switch self {
        case .client(let id, let client):
            let use = ClientTable.Use(
                at: client.lastUsedAt, order: number, expiresAt: client.expiresAt,
                protectedUntil: client.protectedUntil)
            let entry = ClientTable.Entry(
                number: number, sealed: client.record, issuedAt: client.issuedAt, use: use)
            return [entry.row(of: id), entry.useRow()]
        case .grant(let key, let archived):
            let grant = Grant(archived, number: number)
            let told = archived.summary.map { SummaryRow(key: Digest(key), summary: $0) }
            return [grant.row(under: Digest(key))] + grant.spentTokens.map { $0.row(of: number) }
                + (told.map { [$0.row(of: number)] } ?? [])
        case .record(let kind, let digest, let record):
            let entry = RecordTable.Entry(number: number, record: record)
            return [entry.row(of: kind, under: Digest(digest))]
        case .register(let name, let stored):
            return [RegisterLedger.Entry(number: number, stored: stored).row(of: name)]
        }
    }
}
