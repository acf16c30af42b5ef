import OAuthModel
import Storage

/// What is believed of a number that comes from Redis: one that Lua holds exactly, and so far from any end that two of them can be added and
/// either be taken for milliseconds. Every number of a reply comes in by this.
struct WireNumber {
    let value: Int64

    init?(_ number: some BinaryInteger) {
        guard let number = Int64(exactly: number), (-Self.limit...Self.limit).contains(number) else {
            return nil
        }
        value = number
    }

    private static let limit: Int64 = 1 << 53
}

/// Reads a value: decimal numbers, each followed by a space, then bytes. `nil` is what it says of anything else.
struct ValueReader {
    private var rest: ArraySlice<UInt8>

    init(_ value: [UInt8]) {
        rest = value[...]
    }

    /// Up to sixteen digits.
    mutating func number() -> Int64? {
        guard let space = rest.prefix(17).firstIndex(of: 0x20), space > rest.startIndex else { return nil }
        var number: Int64 = 0
        for byte in rest[..<space] {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            number = number * 10 + Int64(byte - 0x30)
        }
        guard let number = WireNumber(number) else { return nil }
        rest = rest[(space + 1)...]
        return number.value
    }

    mutating func validity() -> Validity? {
        guard let issued = number(), let expires = number() else { return nil }
        return Validity(
            issuedAt: Timestamp(milliseconds: issued), expiresAt: Timestamp(milliseconds: expires))
    }

    /// 32 bytes.
    mutating func digest() -> SecretDigest? {
        guard rest.count >= 32 else { return nil }
        defer { rest = rest.dropFirst(32) }
        return SecretDigest(bytes: Array(rest.prefix(32)))
    }

    /// All that is left.
    func sealed() -> SealedRecord { SealedRecord(bytes: Array(rest)) }

    /// A value that is two times and a record.
    static func record(_ value: [UInt8]) -> StoredRecord? {
        var reader = ValueReader(value)
        guard let validity = reader.validity() else { return nil }
        return StoredRecord(sealed: reader.sealed(), validity: validity)
    }
}
