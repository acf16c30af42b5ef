/// An absolute URI taken apart (RFC 3986 §3): nothing decoded, nothing normalised.
struct URIParts {
    let scheme: String
    /// Nil where no `//` follows the scheme, as in `urn:…` and most private-use schemes.
    let userInfo: String?
    let host: String?
    let port: Int?
    let path: String
    let query: String?
    let fragment: String?

    /// Fails on what is not an absolute URI: no scheme, a character that RFC 3986 doesn't allow, a broken escape, a port
    /// that is no port.
    init?(_ text: String) {
        guard text.utf8.count <= 2048, text.utf8.allSatisfy(Self.isURICharacter), Self.escapesAreWhole(text)
        else {
            return nil
        }
        guard let colon = text.firstIndex(of: ":"), Self.isScheme(text[..<colon]) else { return nil }
        scheme = text[..<colon].lowercased()
        var rest = text[text.index(after: colon)...]
        fragment = Self.cut(&rest, at: "#")
        query = Self.cut(&rest, at: "?")
        guard rest.hasPrefix("//") else {
            guard !rest.isEmpty else { return nil }
            (userInfo, host, port) = (nil, nil, nil)
            path = String(rest)
            return
        }
        rest = rest.dropFirst(2)
        let pathStart = rest.firstIndex(of: "/") ?? rest.endIndex
        path = String(rest[pathStart...])
        var authority = rest[..<pathStart]
        if let at = authority.lastIndex(of: "@") {
            userInfo = String(authority[..<at])
            authority = authority[authority.index(after: at)...]
        } else {
            userInfo = nil
        }
        guard let (host, port) = Self.hostAndPort(authority) else { return nil }
        self.host = host
        self.port = port
    }

    /// The host is this machine by name or by address: `localhost`, 127.0.0.0/8, `[::1]`.
    var isLoopback: Bool {
        guard let host = host?.lowercased() else { return false }
        return host == "localhost" || host == "[::1]" || IPv4Text.isLoopback(host)
    }

    private static func cut(_ rest: inout Substring, at mark: Character) -> String? {
        guard let index = rest.firstIndex(of: mark) else { return nil }
        defer { rest = rest[..<index] }
        return String(rest[rest.index(after: index)...])
    }

    private static func hostAndPort(_ authority: Substring) -> (String, Int?)? {
        var host = authority
        var port: Int?
        let searchFrom = authority.lastIndex(of: "]") ?? authority.startIndex
        if let colon = authority[searchFrom...].lastIndex(of: ":") {
            host = authority[..<colon]
            let digits = authority[authority.index(after: colon)...]
            guard digits.utf8.count <= 5, !digits.isEmpty, digits.allSatisfy({ "0"..."9" ~= $0 }),
                let number = Int(digits), (1...65_535).contains(number)
            else { return nil }
            port = number
        }
        guard isHost(host) else { return nil }
        return (String(host), port)
    }

    private static func isHost(_ host: Substring) -> Bool {
        if host.hasPrefix("[") {
            return host.hasSuffix("]") && BindAddress(String(host.dropFirst().dropLast())) != nil
        }
        return !host.isEmpty
            && host.unicodeScalars.allSatisfy {
                "a"..."z" ~= $0 || "A"..."Z" ~= $0 || "0"..."9" ~= $0 || "-._~".unicodeScalars.contains($0)
            }
    }

    private static func isScheme(_ text: Substring) -> Bool {
        guard let first = text.unicodeScalars.first, first.isASCII, first.properties.isAlphabetic else {
            return false
        }
        return text.unicodeScalars.allSatisfy {
            $0.isASCII && ($0.properties.isAlphabetic || "0"..."9" ~= $0 || "+-.".unicodeScalars.contains($0))
        }
    }

    private static func isURICharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._~:/?#[]@!$&'()*+,;=%".utf8.contains(byte)
        }
    }

    private static func escapesAreWhole(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return bytes.indices.allSatisfy { index in
            guard bytes[index] == UInt8(ascii: "%") else { return true }
            return index + 2 < bytes.count && isHexDigit(bytes[index + 1]) && isHexDigit(bytes[index + 2])
        }
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}
