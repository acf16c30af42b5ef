import OAuthModel
import Storage

/// A client in the file: a row with what was registered, and one with its last use, which is rewritten.
extension ClientTable.Entry {
    func row(of id: ClientID) -> RowChange {
        var writer = ByteWriter(.client, capacity: 1024)
        writer.text(Array(id.rawValue.utf8))
        writer.number(issuedAt.milliseconds)
        writer.text(sealed.bytes)
        return .put(RowID(record: number), writer.bytes)
    }

    func useRow() -> RowChange {
        var writer = ByteWriter(.clientUse, capacity: 24)
        writer.number(use.at.milliseconds)
        writer.number(use.expiresAt.milliseconds)
        writer.number(use.protectedUntil.milliseconds)
        return .put(RowID(record: number, part: 1), writer.bytes)
    }

    /// `kind` has been read. The use follows in the next row; without it the client has expired.
    static func read(
        _ reader: inout ByteReader, number: Int64
    ) throws(RowDamage) -> (id: ClientID, ClientTable.Entry) {
        let id = ClientID(rawValue: String(decoding: try reader.text(), as: UTF8.self))
        let issuedAt = Timestamp(milliseconds: try reader.number())
        let use = ClientTable.Use(at: issuedAt, order: number, expiresAt: issuedAt, protectedUntil: issuedAt)
        let sealed = SealedRecord(bytes: try reader.text())
        return (id, ClientTable.Entry(number: number, sealed: sealed, issuedAt: issuedAt, use: use))
    }
}

extension ClientTable.Use {
    /// `kind` has been read.
    static func read(_ reader: inout ByteReader, number: Int64) throws(RowDamage) -> ClientTable.Use {
        ClientTable.Use(
            at: Timestamp(milliseconds: try reader.number()), order: number,
            expiresAt: Timestamp(milliseconds: try reader.number()),
            protectedUntil: Timestamp(milliseconds: try reader.number()))
    }
}
