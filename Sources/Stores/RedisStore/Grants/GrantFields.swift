import OAuthModel
import Storage

/// The fields of a grant's hash that are read without a script.
enum GrantField {
    static let code = Array("c".utf8)
    /// There once the code is redeemed.
    static let redeemed = Array("u".utf8)
    static let frame = Array("g".utf8)
    /// Under what the grant is found, and what is told of it.
    static let summary = Array("s".utf8)

    static func accessToken(_ digest: SecretDigest) -> [UInt8] { [0x61] + digest.bytes }

    static func refreshToken(_ digest: SecretDigest) -> [UInt8] { [0x72] + digest.bytes }
}

extension GrantSummary {
    /// The digests of client and subject, what is sealed.
    var value: [UInt8] { client.bytes + subject.bytes + sealed.bytes }

    init?(value: [UInt8]) {
        var reader = ValueReader(value)
        guard let client = reader.digest(), let subject = reader.digest() else { return nil }
        self.init(
            sealed: reader.sealed(), client: IndexDigest(bytes: client.bytes),
            subject: IndexDigest(bytes: subject.bytes))
    }
}

extension ValueReader {
    /// Times, the code's digest, its record.
    static func code(_ value: [UInt8]) -> (digest: SecretDigest, record: StoredRecord)? {
        var reader = ValueReader(value)
        guard let validity = reader.validity(), let digest = reader.digest() else { return nil }
        return (digest, StoredRecord(sealed: reader.sealed(), validity: validity))
    }

    /// Times, when it was spent, the access token beside it, the token before or after it, its record.
    static func refreshToken(_ value: [UInt8]) -> StoredRefreshToken? {
        var reader = ValueReader(value)
        guard let validity = reader.validity(), let spentAt = reader.number(), reader.digest() != nil,
            reader.digest() != nil
        else { return nil }
        return StoredRefreshToken(
            record: StoredRecord(sealed: reader.sealed(), validity: validity), isSpent: spentAt != 0)
    }
}

extension ValueReader {
    /// Of a grant, when the last thing in it expires.
    static func end(frame: [UInt8]) -> Timestamp? {
        var reader = ValueReader(frame + [0x20])
        guard reader.number() != nil, let over = reader.number() else { return nil }
        return Timestamp(milliseconds: over)
    }
}

extension StoredRecord {
    func isLive(at now: Timestamp) -> Bool { now < validity.expiresAt }
}
