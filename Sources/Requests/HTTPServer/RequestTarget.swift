import WireText

/// The target of a request taken apart (RFC 9112 §3.2).
///
/// A path, as nearly all have it; or a whole http address, as a client sends it that believes to speak to a proxy; or, with
/// OPTIONS, the asterisk that means the server as a whole.
package struct RequestTarget {
    /// `*` for the server as a whole.
    package let path: String
    let query: String
    /// Host and port of an address: whom the request is for, whatever `Host` says (§3.2.2).
    package let authority: [UInt8]?

    package init(_ text: String, isOptions: Bool) throws(HeadError) {
        self = try text.withBytes { bytes in
            Result { () throws(HeadError) in try RequestTarget(bytes, isOptions: isOptions) }
        }.get()
    }

    private init(_ bytes: UnsafeBufferPointer<UInt8>, isOptions: Bool) throws(HeadError) {
        for byte in bytes where byte <= 0x20 || byte >= 0x7f || byte == UInt8(ascii: "#") {
            throw .targetCharacter
        }
        let start: Int
        if bytes.first == UInt8(ascii: "/") {
            (start, authority) = (0, nil)
        } else if isOptions, bytes.elementsEqual(Self.asterisk) {
            (path, query, authority) = ("*", "", nil)
            return
        } else {
            guard let scheme = Self.schemes.first(where: { Self.begins(bytes, with: $0) }) else {
                throw .target
            }
            start = bytes[scheme.utf8CodeUnitCount...].firstIndex(where: Self.endsAuthority) ?? bytes.count
            let named = bytes[scheme.utf8CodeUnitCount..<start]
            guard !named.isEmpty, named.allSatisfy(FramingFields.isAuthorityByte) else { throw .target }
            authority = Array(named)
            // A proxy would make an asterisk of it (§3.2.4).
            if isOptions, start == bytes.count {
                (path, query) = ("*", "")
                return
            }
        }
        let end = bytes[start...].firstIndex(of: UInt8(ascii: "?")) ?? bytes.count
        let path = bytes[start..<end]
        guard !Self.hasEncodedNUL(path) else { throw .targetCharacter }
        // An address may leave out the slash that is all of its path (RFC 9110 §4.2.3).
        self.path = path.isEmpty ? "/" : String(decoding: path, as: UTF8.self)
        query = String(decoding: bytes[end...].dropFirst(), as: UTF8.self)
    }

    private static let asterisk = [UInt8(ascii: "*")]
    private static let schemes: [StaticString] = ["http://", "https://"]

    private static func begins(_ bytes: UnsafeBufferPointer<UInt8>, with scheme: StaticString) -> Bool {
        bytes.prefix(scheme.utf8CodeUnitCount).equalsIgnoringCase(scheme)
    }

    private static func endsAuthority(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?")
    }

    /// Refused in the path only: there it would end the path for whoever hands it to the system, while a form may hold anything.
    private static func hasEncodedNUL(_ path: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        var window: UInt32 = 0
        for byte in path {
            window = (window << 8 | UInt32(byte)) & 0xff_ffff
            if window == encodedNUL { return true }
        }
        return false
    }

    /// `%00`
    private static let encodedNUL: UInt32 = 0x25_30_30
}
