/// Scheme, host and port of a web address (RFC 6454 §4): two of them are the same site exactly when these are
/// equal.
package struct WebOrigin: Hashable, Sendable {
    /// `http` or `https`.
    package let scheme: String
    /// In lower case; an IPv6 address stands in its brackets.
    package let host: String
    package let port: Int

    /// Reads `scheme://host[:port]` and nothing after it: no path, not even a slash, no query, no user.
    package init?(_ text: String) {
        guard let separator = text.firstRange(of: "://") else { return nil }
        scheme = text[..<separator.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https",
            let authority = Authority(String(text[separator.upperBound...]))
        else { return nil }
        host = authority.host
        port = authority.port ?? (scheme == "https" ? 443 : 80)
    }

    package var isLoopback: Bool { Authority.isLoopback(host) }

    /// How a `Host` field names this origin, with and without the port.
    package func isNamed(by authority: Authority) -> Bool {
        authority.host == host && (authority.port ?? (scheme == "https" ? 443 : 80)) == port
    }
}

/// Host and optional port, as a `Host` field has them (RFC 9110 §7.2).
package struct Authority: Hashable, Sendable {
    package let host: String
    package let port: Int?

    package init?(_ text: String) {
        var host = Substring(text)
        var port: Int?
        let tail = text.hasPrefix("[") ? text.firstIndex(of: "]") ?? text.startIndex : text.startIndex
        if let colon = text[tail...].firstIndex(of: ":") {
            let digits = text[text.index(after: colon)...]
            guard digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let number = Int(digits),
                (1...65535).contains(number)
            else { return nil }
            host = text[..<colon]
            port = number
        }
        guard Self.isHost(host) else { return nil }
        self.host = host.lowercased()
        self.port = port
    }

    package var isLoopback: Bool { Self.isLoopback(host) }

    /// `localhost`, 127.0.0.0/8 written as four numbers, or `[::1]`.
    static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127"
            && parts.allSatisfy { part in
                part.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } && UInt8(part) != nil
            }
    }

    private static func isHost(_ host: Substring) -> Bool {
        if host.hasPrefix("[") {
            return host.hasSuffix("]")
                && host.dropFirst().dropLast().utf8.allSatisfy { isHexDigit($0) || $0 == 0x3a || $0 == 0x2e }
        }
        return !host.isEmpty
            && host.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f: true
                default: false
                }
            }
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
        default: false
        }
    }
}
