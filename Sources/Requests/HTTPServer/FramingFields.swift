import WireText

/// The few fields that tell where a message ends and whom it is for (RFC 9112 §3.2, §6; RFC 9110 §10.1.1).
struct FramingFields {
    private(set) var contentLength: Int?
    private(set) var isChunked = false
    private(set) var expectsContinue = false
    private(set) var hasUpgrade = false
    private(set) var isCoded = false
    private var hasHost = false

    mutating func note(_ name: String, _ value: String) throws(HeadError) {
        // A line end inside a value is a folded line (RFC 9112 §5.2) or worse.
        guard value.withBytes(Self.isOneLine) else { throw .fieldCharacter }
        switch name.utf8.count {
        case 4 where name.utf8.equalsIgnoringCase("host"): try noteHost(value)
        case 6 where name.utf8.equalsIgnoringCase("expect"):
            guard value.utf8.equalsIgnoringCase("100-continue") else { throw .expectation }
            expectsContinue = true
        case 7 where name.utf8.equalsIgnoringCase("upgrade"): hasUpgrade = true
        case 14 where name.utf8.equalsIgnoringCase("content-length"):
            guard contentLength == nil, let length = Self.length(value) else { throw .contentLength }
            contentLength = length
        case 16 where name.utf8.equalsIgnoringCase("content-encoding"):
            if !value.isEmpty, !value.utf8.equalsIgnoringCase("identity") { isCoded = true }
        case 17 where name.utf8.equalsIgnoringCase("transfer-encoding"):
            guard !isChunked, value.utf8.equalsIgnoringCase("chunked") else { throw .transferCoding }
            isChunked = true
        default: break
        }
    }

    func check(isHTTP10: Bool) throws(HeadError) {
        guard hasHost || isHTTP10 else { throw .noHost }
        guard !isChunked || contentLength == nil else { throw .severalFramings }
        // A recipient of HTTP/1.0 does not know the coding: such a message has been tampered with (RFC 9112 §6.1).
        guard !isChunked || !isHTTP10 else { throw .transferCoding }
    }

    private mutating func noteHost(_ value: String) throws(HeadError) {
        guard !hasHost else { throw .severalHosts }
        guard !value.isEmpty, value.withBytes(Self.isAuthority) else { throw .hostCharacter }
        hasHost = true
    }

    private static func isOneLine(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        for byte in bytes where byte < 0x20 && byte != 0x09 { return false }
        return true
    }

    private static func isAuthority(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        for byte in bytes where !isAuthorityByte(byte) { return false }
        return true
    }

    /// Of a host and port: a registered name, an address, one in brackets (RFC 3986 §3.2.2). No userinfo.
    static func isAuthorityByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: ":"):
            true
        case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "["), UInt8(ascii: "]"),
            UInt8(ascii: "~"), UInt8(ascii: "%"), UInt8(ascii: "!"), UInt8(ascii: "$"), UInt8(ascii: "&"),
            UInt8(ascii: "'"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "*"), UInt8(ascii: "+"),
            UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "="):
            true
        default: false
        }
    }

    private static func length(_ value: String) -> Int? {
        guard !value.isEmpty, value.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") })
        else { return nil }
        return Int(value)
    }
}

extension String {
    /// Without the spaces and tabs at either end.
    var trimmingBlanks: String {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
        return withBytes { bytes in
            guard let first = bytes.first, let last = bytes.last, isBlank(first) || isBlank(last) else {
                return self
            }
            guard let start = bytes.firstIndex(where: { !isBlank($0) }),
                let end = bytes.lastIndex(where: { !isBlank($0) })
            else { return "" }
            return String(decoding: bytes[start...end], as: UTF8.self)
        }
    }

    /// The UTF-8 of the text, where it lies. Text that came from the decoder always lies in one piece.
    func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        if let result = utf8.withContiguousStorageIfAvailable(body) { return result }
        var copy = self
        return copy.withUTF8(body)
    }
}
