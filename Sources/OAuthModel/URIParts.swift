/// An absolute URI taken apart (RFC 3986 §3), nothing decoded and nothing normalised.
///
/// Only characters that a URI may have are let through: no control character, space, backslash or anything beyond ASCII
/// is left for a browser to interpret in its own way.
package struct URIParts: Equatable, Sendable {
    /// As written.
    package let scheme: String
    package let userInfo: String?
    /// As written, an IPv6 literal with its brackets. `nil` without `//`; empty in `scheme:///path`.
    package let host: String?
    package let port: String?
    package let path: String
    package let query: String?
    package let fragment: String?

    package init?(_ text: String) {
        guard text.utf8.allSatisfy(Self.isAllowed), Self.hasWholeEscapes(text) else { return nil }
        guard let colon = text.firstIndex(of: ":") else { return nil }
        scheme = String(text[..<colon])
        guard Self.isScheme(scheme) else { return nil }
        var rest = text[text.index(after: colon)...]

        let hash = rest.firstIndex(of: "#")
        fragment = hash.map { String(rest[rest.index(after: $0)...]) }
        rest = rest[..<(hash ?? rest.endIndex)]
        let mark = rest.firstIndex(of: "?")
        query = mark.map { String(rest[rest.index(after: $0)...]) }
        rest = rest[..<(mark ?? rest.endIndex)]

        guard rest.hasPrefix("//") else {
            (userInfo, host, port, path) = (nil, nil, nil, String(rest))
            return
        }
        rest = rest.dropFirst(2)
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        path = String(rest[slash...])
        guard let authority = Self.authority(rest[..<slash]) else { return nil }
        (userInfo, host, port) = authority
    }

    /// `host`, and `:port` when one is written.
    package var hostAndPort: String {
        (host ?? "") + (port.map { ":" + $0 } ?? "")
    }

    /// The host is this machine by name or literal: `localhost`, 127.0.0.0/8, `[::1]`.
    package var isLoopback: Bool {
        host.map { $0.lowercased() == "localhost" || Self.isLoopbackLiteral($0) } ?? false
    }

    /// 127.0.0.0/8 in the usual dotted form, or `[::1]`.
    package static func isLoopbackLiteral(_ host: String) -> Bool {
        if host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127"
            && parts.allSatisfy { part in
                UInt8(part) != nil && part.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
                    && (part.count == 1 || !part.hasPrefix("0"))
            }
    }

    private static func authority(_ text: Substring) -> (userInfo: String?, host: String?, port: String?)? {
        let at = text.lastIndex(of: "@")
        let userInfo = at.map { String(text[..<$0]) }
        let hostPort = at.map { text[text.index(after: $0)...] } ?? text
        let hostEnd: Substring.Index
        if hostPort.hasPrefix("[") {
            guard let bracket = hostPort.firstIndex(of: "]") else { return nil }
            hostEnd = hostPort.index(after: bracket)
        } else {
            hostEnd = hostPort.firstIndex(of: ":") ?? hostPort.endIndex
        }
        let host = String(hostPort[..<hostEnd])
        guard hostEnd < hostPort.endIndex else { return (userInfo, host, nil) }
        let port = hostPort[hostPort.index(after: hostEnd)...]
        guard hostPort[hostEnd] == ":", UInt16(port) != nil,
            port.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 })
        else { return nil }
        return (userInfo, host, String(port))
    }

    private static func isScheme(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLetter(first) else { return false }
        return text.utf8.allSatisfy {
            isLetter($0) || ($0 >= 0x30 && $0 <= 0x39) || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-")
                || $0 == UInt8(ascii: ".")
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5a).contains(byte & 0xdf)
    }

    /// Printable ASCII without space and ``"<>\^`{|}``.
    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, 0x7f...: false
        case UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\\"), UInt8(ascii: "^"),
            UInt8(ascii: "`"), UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: "}"):
            false
        default: true
        }
    }

    private static func hasWholeEscapes(_ text: String) -> Bool {
        RequestParameters.decode(Array(text.utf8)[...]) != nil
    }
}
