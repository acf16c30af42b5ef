import Storage

/// The summary of a grant in the file: the last part of its record, which is rewritten with each rotation. Memory knows under what it is
/// found and nothing else of it.
struct SummaryRow: Sendable {
    let key: Digest
    let summary: GrantSummary

    func row(of number: Int64) -> RowChange {
        .put(RowID(record: number, part: RowID.summaryPart), body)
    }

    var body: [UInt8] {
        var writer = ByteWriter(.summary, capacity: 512)
        writer.digest(key)
        writer.digest(Digest(summary.client.bytes))
        writer.digest(Digest(summary.subject.bytes))
        writer.text(summary.sealed.bytes)
        return writer.bytes
    }

    /// `kind` has been read.
    static func read(_ reader: inout ByteReader) throws(RowDamage) -> SummaryRow {
        let key = try reader.digest()
        let client = IndexDigest(bytes: try reader.digest().secret.bytes)
        let subject = IndexDigest(bytes: try reader.digest().secret.bytes)
        let sealed = SealedRecord(bytes: try reader.text())
        return SummaryRow(key: key, summary: GrantSummary(sealed: sealed, client: client, subject: subject))
    }
}

extension GrantSummary {
    func isFound(under index: IndexDigest) -> Bool { client == index || subject == index }
}
