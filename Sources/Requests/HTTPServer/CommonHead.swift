import Endpoint

/// The head of a request in the form that nearly all have, read in one pass over bytes that are all there.
///
/// Stricter than the general decoder in everything: an HTTP/1.1 request with one host, a target of the characters of a URI
/// (RFC 3986 §2), every line ended by CR LF, one space at most after a field's colon and none at its end, and no field that
/// asks for more than a length (RFC 9112 §6). Whatever is different in the least, or wrong, is `nil`: the general decoder sees
/// those bytes untouched, and refuses them if they have to be refused.
struct CommonHead {
    let message: MessageHead
    /// Bytes of the head, the empty line included.
    let length: Int

    private static let fieldLimit = 64

    init?(_ bytes: UnsafeRawBufferPointer, limit: Int) {
        var cursor = Cursor(UnsafeRawBufferPointer(rebasing: bytes.prefix(limit)))
        guard let method = cursor.method(), let target = cursor.target(), cursor.skip(" HTTP/1.1\r\n")
        else { return nil }
        var fields: [HeaderFields.Place] = []
        fields.reserveCapacity(8)
        var framing = CommonFraming()
        while !cursor.skip("\r\n") {
            guard fields.count < Self.fieldLimit, let field = cursor.field(),
                framing.note(field, cursor.bytes)
            else { return nil }
            fields.append(field)
        }
        guard framing.hasHost else { return nil }
        length = cursor.index
        let head = UnsafeRawBufferPointer(rebasing: cursor.bytes[..<cursor.index])
        message = MessageHead(
            method: method, path: Self.text(head, target.path), query: Self.text(head, target.query),
            targetAuthority: nil, fields: HeaderFields(text: [UInt8](head), places: fields),
            contentLength: framing.contentLength ?? 0, isCoded: false,
            expectsContinue: false, wantsUpgrade: false, isHTTP10: false, keepsAlive: true)
    }

    private static func text(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> String {
        range.isEmpty
            ? "" : String(decoding: UnsafeRawBufferPointer(rebasing: bytes[range]), as: UTF8.self)
    }
}

/// What the fields say of the message's end and its recipient.
private struct CommonFraming {
    private(set) var contentLength: Int?
    private(set) var hasHost = false

    /// `false` for what is not common.
    mutating func note(_ field: HeaderFields.Place, _ bytes: UnsafeRawBufferPointer) -> Bool {
        let value = UnsafeRawBufferPointer(rebasing: bytes[field.value])
        func isNamed(_ name: StaticString) -> Bool {
            same(UnsafeRawBufferPointer(rebasing: bytes[field.name]), name)
        }
        switch field.name.count {
        case 4 where isNamed("host"):
            guard !hasHost, isAuthority(value) else { return false }
            hasHost = true
        case 10 where isNamed("connection"): return same(value, "keep-alive")
        case 14 where isNamed("content-length"):
            guard contentLength == nil, let length = length(value) else { return false }
            contentLength = length
        case 6 where isNamed("expect"), 7 where isNamed("upgrade"),
            16 where isNamed("proxy-connection") || isNamed("content-encoding"),
            17 where isNamed("transfer-encoding"):
            return false
        default: break
        }
        return true
    }

    private func isAuthority(_ value: UnsafeRawBufferPointer) -> Bool {
        for byte in value where !FramingFields.isAuthorityByte(byte) { return false }
        return true
    }

    /// At most nine digits: no route takes a gigabyte.
    private func length(_ digits: UnsafeRawBufferPointer) -> Int? {
        guard digits.count <= 9 else { return nil }
        var length = 0
        for digit in digits {
            guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
            length = length * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return length
    }

    /// Equal but for ASCII case; the second is in lower case.
    private func same(_ text: UnsafeRawBufferPointer, _ lower: StaticString) -> Bool {
        guard text.count == lower.utf8CodeUnitCount else { return false }
        for index in text.indices {
            let byte = text[index]
            let isUpper = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
            guard (isUpper ? byte | 0x20 : byte) == lower.utf8Start[index] else { return false }
        }
        return true
    }
}

/// Reads forward over the bytes. What is not there, or not in its place, is `nil`; the cursor is of no use then.
private struct Cursor {
    let bytes: UnsafeRawBufferPointer
    private(set) var index = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    mutating func skip(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard bytes.count - index >= count else { return false }
        for offset in 0..<count where bytes[index &+ offset] != text.utf8Start[offset] { return false }
        index += count
        return true
    }

    mutating func method() -> Endpoint.HTTPMethod? {
        if skip("GET ") { return .get }
        if skip("POST ") { return .post }
        if skip("HEAD ") { return .head }
        if skip("OPTIONS ") { return .options }
        if skip("DELETE ") { return .delete }
        return nil
    }

    /// A path from its slash on, and what stands behind its question mark.
    mutating func target() -> (path: Range<Int>, query: Range<Int>)? {
        let start = index
        guard start < bytes.count, bytes[start] == UInt8(ascii: "/") else { return nil }
        let pathEnd = Characters.end(ofPath: bytes, from: start)
        guard pathEnd < bytes.count, bytes[pathEnd] == UInt8(ascii: "?") else {
            index = pathEnd
            return (start..<pathEnd, pathEnd..<pathEnd)
        }
        index = Characters.end(ofQuery: bytes, from: pathEnd + 1)
        return (start..<pathEnd, pathEnd + 1..<index)
    }

    mutating func field() -> HeaderFields.Place? {
        let start = index
        let nameEnd = Characters.end(ofToken: bytes, from: start)
        guard nameEnd > start, nameEnd < bytes.count, bytes[nameEnd] == UInt8(ascii: ":") else { return nil }
        var valueStart = nameEnd + 1
        if valueStart < bytes.count, bytes[valueStart] == 0x20 { valueStart += 1 }
        let valueEnd = Characters.end(ofPrintable: bytes, from: valueStart)
        index = valueEnd
        guard valueEnd > valueStart, bytes[valueStart] != 0x20, bytes[valueEnd - 1] != 0x20, skip("\r\n")
        else { return nil }
        return HeaderFields.Place(name: start..<nameEnd, value: valueStart..<valueEnd)
    }
}

/// Runs of characters. Each function finds the first byte at or behind `start` that is none of its set, or the end.
private enum Characters {
    /// Of a field name (RFC 9110 §5.6.2).
    static func end(ofToken bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        end(bytes, start, low: 0x03ff_6cfa_0000_0000, high: 0x57ff_ffff_c7ff_fffe)
    }

    /// Of a path, without `%` (RFC 3986 §3.3): one with encoded characters is rare, and the general decoder's affair.
    static func end(ofPath bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        end(bytes, start, low: 0x2fff_ffd2_0000_0000, high: 0x47ff_fffe_87ff_ffff)
    }

    /// Of a query (RFC 3986 §3.4).
    static func end(ofQuery bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        end(bytes, start, low: 0xafff_fff2_0000_0000, high: 0x47ff_fffe_87ff_ffff)
    }

    /// From the space to the tilde. Eight at a time: most of a head is this.
    static func end(ofPrintable bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var index = start
        while bytes.count &- index >= 8 {
            let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            // The upper bit of each byte tells whether it is below 0x20, is 0x7f, or is above.
            let below = (word &- 0x2020_2020_2020_2020) & ~word
            let delete = word &+ 0x0101_0101_0101_0101
            if (below | delete | word) & 0x8080_8080_8080_8080 != 0 { break }
            index &+= 8
        }
        while index < bytes.count, bytes[index] &- 0x20 < 0x5f { index &+= 1 }
        return index
    }

    /// The set as bits: of the characters below 0x40, and of those below 0x80.
    private static func end(
        _ bytes: UnsafeRawBufferPointer, _ start: Int, low: UInt64, high: UInt64
    ) -> Int {
        var index = start
        while index < bytes.count {
            let byte = bytes[index]
            let set = byte < 0x40 ? low : byte < 0x80 ? high : 0
            guard set &>> UInt64(byte & 0x3f) & 1 == 1 else { break }
            index &+= 1
        }
        return index
    }
}
