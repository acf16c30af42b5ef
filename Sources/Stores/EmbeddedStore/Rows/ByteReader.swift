import OAuthModel
import Storage

/// Reads what ``ByteWriter`` wrote. Whatever else the bytes are, the answer is ``RowDamage``.
struct ByteReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { position == bytes.count }

    mutating func kind() throws(RowDamage) -> RowKind {
        guard let kind = RowKind(rawValue: try byte()) else {
            throw RowDamage(description: "unknown kind of row")
        }
        return kind
    }

    mutating func byte() throws(RowDamage) -> UInt8 {
        let slice = try take(1)
        return slice[slice.startIndex]
    }

    mutating func number() throws(RowDamage) -> Int64 {
        var value: Int64 = 0
        let slice = try take(8)
        withUnsafeMutableBytes(of: &value) { $0.copyBytes(from: slice) }
        return Int64(littleEndian: value)
    }

    mutating func count(below limit: Int) throws(RowDamage) -> Int {
        let count = try number()
        guard (0..<Int64(limit)).contains(count) else { throw RowDamage(description: "impossible count") }
        return Int(count)
    }

    mutating func text() throws(RowDamage) -> [UInt8] {
        var count: UInt32 = 0
        let slice = try take(4)
        withUnsafeMutableBytes(of: &count) { $0.copyBytes(from: slice) }
        return Array(try take(Int(UInt32(littleEndian: count))))
    }

    mutating func digest() throws(RowDamage) -> Digest {
        Digest(Array(try take(Digest.length)))
    }

    mutating func validity() throws(RowDamage) -> Validity {
        Validity(
            issuedAt: Timestamp(milliseconds: try number()),
            expiresAt: Timestamp(milliseconds: try number()))
    }

    mutating func record() throws(RowDamage) -> StoredRecord {
        let validity = try validity()
        return StoredRecord(sealed: SealedRecord(bytes: try text()), validity: validity)
    }

    /// As many elements as a number before them says.
    mutating func list<Element>(
        _ element: (inout ByteReader) throws(RowDamage) -> Element
    ) throws(RowDamage) -> [Element] {
        let count = try number()
        guard count >= 0, count <= bytes.count - position else {
            throw RowDamage(description: "row cut short")
        }
        var elements: [Element] = []
        for _ in 0..<count { elements.append(try element(&self)) }
        return elements
    }

    private mutating func take(_ count: Int) throws(RowDamage) -> ArraySlice<UInt8> {
        guard count <= bytes.count - position else { throw RowDamage(description: "row cut short") }
        defer { position += count }
        return bytes[position..<position + count]
    }
}
