import OAuthModel
import Storage

/// Records of every store as Redis has them: what docs/redis-keys.md says, written and read at once.
extension StoredRecord {
    var value: [UInt8] { Self.stamp(validity) + sealed.bytes }

    fileprivate static func stamp(_ validity: Validity) -> [UInt8] {
        validity.issuedAt.argument + [0x20] + validity.expiresAt.argument + [0x20]
    }
}

extension ArchivedClient {
    /// Of the fields `t` and `r`. Its last use stands in `t` in 1/1024 of a millisecond.
    init?(times: [UInt8], record: [UInt8]) {
        var reader = ValueReader(times + [0x20])
        guard let validity = reader.validity(), let protected = reader.number(), let used = reader.number()
        else { return nil }
        self.init(
            record: SealedRecord(bytes: record), issuedAt: validity.issuedAt, expiresAt: validity.expiresAt,
            lastUsedAt: Timestamp(milliseconds: used / 1024),
            protectedUntil: Timestamp(milliseconds: protected))
    }

    /// As the script takes them.
    var arguments: [[UInt8]] {
        let used = min(max(lastUsedAt.milliseconds, 0), 1 << 42) * 1024
        return [
            record.bytes, issuedAt.argument, expiresAt.argument, protectedUntil.argument,
            Array(String(used).utf8),
        ]
    }
}

extension ArchivedGrant {
    private static let nobody = [UInt8](repeating: 0, count: 32)

    /// The fields of the hash and their values, in turn.
    var fields: [[UInt8]] {
        var fields: [[UInt8]] = []
        let next = refreshTokens.count + 1
        let frame = [endsAt.argument, expiresAt.argument, 1.argument, next.argument]
        fields += [GrantField.frame, Array(frame.joined(separator: [0x20]))]
        if let summary { fields += [GrantField.summary, summary.value] }
        if let code {
            fields += [
                GrantField.code,
                StoredRecord.stamp(code.record.validity) + code.digest.bytes + code.record.sealed.bytes,
            ]
            // Whose redemption it was is known to nobody any more.
            if code.isRedeemed { fields += [GrantField.redeemed, Self.nobody] }
            if code.failures > 0 { fields += [Array("f".utf8), code.failures.argument] }
        }
        for token in accessTokens { fields += [GrantField.accessToken(token.digest), token.record.value] }
        let predecessors = predecessors
        for (index, token) in refreshTokens.enumerated() {
            fields += [GrantField.refreshToken(token.digest), token.value(after: predecessors[token.digest])]
            if case .spent(_, _, let replay?) = token.use {
                fields += [
                    [0x70] + token.digest.bytes, replay.expiresAt.argument + [0x20] + replay.sealed.bytes,
                ]
            }
            fields += [[0x71] + (index + 1).argument, token.digest.bytes]
        }
        return fields
    }

    private var predecessors: [SecretDigest: SecretDigest] {
        var predecessors: [SecretDigest: SecretDigest] = [:]
        for token in refreshTokens {
            if case .spent(_, let successor, _) = token.use { predecessors[successor] = token.digest }
        }
        return predecessors
    }

    /// `nil` when these are not the fields of a grant.
    init?(fields: [[UInt8]: [UInt8]]) {
        guard let frame = fields[GrantField.frame], case var reader = ValueReader(frame + [0x20]),
            let endsAt = reader.number(), reader.number() != nil
        else { return nil }
        var accessTokens: [AccessToken] = []
        var refreshTokens: [RefreshToken] = []
        for (field, value) in fields where field.count == 33 {
            let digest = SecretDigest(bytes: Array(field.dropFirst()))
            switch field[0] {
            case 0x61:
                guard let record = ValueReader.record(value) else { continue }
                accessTokens.append(AccessToken(digest: digest, record: record))
            case 0x72:
                let replay = fields[[0x70] + digest.bytes].flatMap { Replay(value: $0) }
                guard let token = RefreshToken(digest, value, replay) else { continue }
                refreshTokens.append(token)
            default: break
            }
        }
        guard refreshTokens.count <= GrantLimits.refreshTokens else { return nil }
        self.init(
            endsAt: Timestamp(milliseconds: endsAt),
            summary: fields[GrantField.summary].flatMap { GrantSummary(value: $0) }, code: Code(fields),
            accessTokens: accessTokens, refreshTokens: refreshTokens)
    }
}

extension ArchivedGrant.Code {
    fileprivate init?(_ fields: [[UInt8]: [UInt8]]) {
        guard let code = fields[GrantField.code].flatMap({ ValueReader.code($0) }) else { return nil }
        let failures = fields[Array("f".utf8)].flatMap { value -> Int64? in
            var reader = ValueReader(value + [0x20])
            return reader.number()
        }
        self.init(
            digest: code.digest, record: code.record, failures: Int(failures ?? 0),
            isRedeemed: fields[GrantField.redeemed] != nil)
    }
}

extension ArchivedGrant.Replay {
    fileprivate init?(value: [UInt8]) {
        var reader = ValueReader(value)
        guard let expires = reader.number() else { return nil }
        self.init(sealed: reader.sealed(), expiresAt: Timestamp(milliseconds: expires))
    }
}

extension ArchivedGrant.RefreshToken {
    fileprivate init?(_ digest: SecretDigest, _ value: [UInt8], _ replay: ArchivedGrant.Replay?) {
        var reader = ValueReader(value)
        guard let validity = reader.validity(), let spentAt = reader.number(),
            let accessToken = reader.digest(), let link = reader.digest()
        else { return nil }
        self.init(
            digest: digest, record: StoredRecord(sealed: reader.sealed(), validity: validity),
            use: spentAt == 0
                ? .unspent(accessToken: accessToken)
                : .spent(at: Timestamp(milliseconds: spentAt), successor: link, replay: replay))
    }

    fileprivate func value(after predecessor: SecretDigest?) -> [UInt8] {
        let nobody = [UInt8](repeating: 0, count: 32)
        let rest =
            switch use {
            case .unspent(let accessToken):
                0.argument + [0x20] + accessToken.bytes + (predecessor?.bytes ?? nobody)
            case .spent(let spentAt, let successor, _):
                // The access token that was beside it has ended with its use.
                spentAt.argument + [0x20] + nobody + successor.bytes
            }
        return StoredRecord.stamp(record.validity) + rest + record.sealed.bytes
    }
}
