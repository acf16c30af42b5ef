import OAuthModel
import Storage

/// A grant in the file: one row that is rewritten with each change, and one for each spent token that is not.
extension Grant {
    func row(under key: Digest) -> RowChange {
        .put(RowID(record: number), body(under: key))
    }

    /// Ends it in the file: at once, or where that would hold the writer up, so that at once nothing of it can be used.
    func removal(under key: Digest) -> RowChange {
        guard spentCount > Self.partsAtOnce else { return .delete(record: number) }
        var ended = Grant(number: number, endsAt: endsAt)
        ended.spentCount = spentCount
        return .retire(record: number, parts: spentCount, ended.body(under: key))
    }

    /// So many rows are deleted in a few milliseconds.
    private static let partsAtOnce = 512

    private func body(under key: Digest) -> [UInt8] {
        var writer = ByteWriter(.grant, capacity: 1024)
        writer.digest(key)
        writer.number(endsAt.milliseconds)
        writer.number(Int64(spentCount))
        writer.byte(code == nil ? 0 : 1)
        if let code {
            writer.digest(code.digest)
            writer.record(code.record)
            writer.number(Int64(code.failures))
            writer.byte(code.isRedeemed ? 1 : 0)
        }
        writer.number(Int64(accessTokens.count))
        for token in accessTokens {
            writer.digest(token.digest)
            writer.record(token.record)
        }
        writer.number(Int64(refreshTokens.count))
        for token in refreshTokens {
            writer.digest(token.digest)
            writer.record(token.record)
            writer.digest(token.accessToken)
        }
        return writer.bytes
    }

    /// `kind` has been read.
    static func read(_ reader: inout ByteReader, number: Int64) throws(RowDamage) -> (key: Digest, Grant) {
        let key = try reader.digest()
        var grant = Grant(number: number, endsAt: Timestamp(milliseconds: try reader.number()))
        grant.spentCount = try reader.count(below: RowID.partLimit)
        if try reader.byte() == 1 {
            var code = Code(digest: try reader.digest(), record: try reader.record())
            code.failures = try reader.count(below: .max)
            code.isRedeemed = try reader.byte() == 1
            grant.code = code
        }
        grant.accessTokens = try reader.list { (reader) throws(RowDamage) in
            AccessToken(digest: try reader.digest(), record: try reader.record())
        }
        grant.refreshTokens = try reader.list { (reader) throws(RowDamage) in
            RefreshToken(
                digest: try reader.digest(), record: try reader.record(), accessToken: try reader.digest())
        }
        return (key, grant)
    }
}

extension Grant.SpentToken {
    func row(of number: Int64) -> RowChange {
        var writer = ByteWriter(.spentToken, capacity: 512)
        writer.digest(digest)
        writer.record(record)
        writer.number(spentAt.milliseconds)
        writer.digest(successor)
        writer.byte(replay == nil ? 0 : 1)
        if let replay {
            writer.validity(replay.accessToken)
            writer.text(replay.sealed.bytes)
        }
        return .put(RowID(record: number, part: part), writer.bytes)
    }

    /// `kind` has been read.
    static func read(_ reader: inout ByteReader, part: Int) throws(RowDamage) -> Grant.SpentToken {
        var token = Grant.SpentToken(
            digest: try reader.digest(), record: try reader.record(), part: part,
            spentAt: Timestamp(milliseconds: try reader.number()), successor: try reader.digest())
        if try reader.byte() == 1 {
            let accessToken = try reader.validity()
            token.replay = Grant.Replay(
                sealed: SealedRecord(bytes: try reader.text()), accessToken: accessToken)
        }
        return token
    }
}
