import OAuthModel
import Storage

/// Writes the body of a row: numbers in 8 bytes, least significant first; texts after their length in 4 bytes.
struct ByteWriter {
    private(set) var bytes: [UInt8]

    init(_ kind: RowKind, capacity: Int = 0) {
        bytes = []
        bytes.reserveCapacity(capacity + 1)
        bytes.append(kind.rawValue)
    }

    mutating func byte(_ value: UInt8) {
        bytes.append(value)
    }

    mutating func number(_ value: Int64) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func text(_ value: [UInt8]) {
        withUnsafeBytes(of: UInt32(value.count).littleEndian) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: value)
    }

    mutating func digest(_ value: Digest) {
        withUnsafeBytes(of: value.words) { bytes.append(contentsOf: $0) }
    }

    mutating func validity(_ value: Validity) {
        number(value.issuedAt.milliseconds)
        number(value.expiresAt.milliseconds)
    }

    mutating func record(_ value: StoredRecord) {
        validity(value.validity)
        text(value.sealed.bytes)
    }
}

/// What a row is, in its first byte.
enum RowKind: UInt8 {
    case client = 1
    /// When a client was last used, and how long it is kept for that; part 1 of the client's record.
    case clientUse = 2
    case grant = 3
    /// A refresh token that has been used; a further part of its grant's record.
    case spentToken = 4
    /// A record that stands alone under its digest, of the kind that it names.
    case record = 5
    /// Written to find out whether writing works, and deleted with the same commit.
    case probe = 6
    /// Whose a grant is, for those who don't have a token of it; the last part of the grant's record.
    case summary = 7
    /// A record of which there is one of its name.
    case register = 8
}
