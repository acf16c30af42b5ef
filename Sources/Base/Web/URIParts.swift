// The words of the web: URIs, origins, authorities, IP addresses and networks, each read in one place.
// Nothing here knows OAuth.

import WireText

/// An absolute URI taken apart (RFC 3986 §3), nothing decoded and nothing normalised.
///
/// Only characters that a URI may have are let through: no control character, space, backslash or anything beyond ASCII
/// is left for a browser to interpret in its own way.
package struct URIParts: Equatable, Sendable {
    /// As written.
    package let scheme: String
    package let userInfo: String?
    /// As written, an IPv6 address with its brackets. `nil` without `//`; empty in `scheme:///path`.
    package let host: String?
    /// 1 to 65535.
    package let port: Int?
    package let path: String
    package let query: String?
    package let fragment: String?

    /// In bytes. Nobody's URI is longer, and what is longer some program on the way will cut.
    private static let maximumLength = 2048

    package init?(_ text: String) {
        guard text.utf8.count <= Self.maximumLength, text.utf8.allSatisfy(Self.isAllowed),
            Self.hasWholeEscapes(text), let colon = text.firstIndex(of: ":")
        else { return nil }
        scheme = String(text[..<colon])
        guard Self.isScheme(scheme) else { return nil }
        var rest = text[text.index(after: colon)...]
        fragment = Self.cut(&rest, at: "#")
        query = Self.cut(&rest, at: "?")

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

    /// Whether `text` is a scheme (RFC 3986 §3.1): letters, digits, `+`, `-`, `.`, and a letter first.
    package static func isScheme(_ text: some StringProtocol) -> Bool {
        text.utf8.first?.isLetter == true
            && text.utf8.allSatisfy { $0.isLetter || $0.isDigit || "+-.".utf8.contains($0) }
    }

    /// Takes what stands behind the mark off the text, and the mark with it.
    private static func cut(_ text: inout Substring, at mark: Character) -> String? {
        guard let index = text.firstIndex(of: mark) else { return nil }
        defer { text = text[..<index] }
        return String(text[text.index(after: index)...])
    }

    private static func authority(_ text: Substring) -> (userInfo: String?, host: String?, port: Int?)? {
        let at = text.lastIndex(of: "@")
        let hostPort = at.map { text[text.index(after: $0)...] } ?? text
        let bracket = hostPort.hasPrefix("[") ? hostPort.firstIndex(of: "]") : hostPort.startIndex
        guard let bracket else { return nil }
        let colon = hostPort[bracket...].firstIndex(of: ":")
        let host = hostPort[..<(colon ?? hostPort.endIndex)]
        guard isHost(host) else { return nil }
        var port: Int?
        if let colon {
            port = self.port(hostPort[hostPort.index(after: colon)...])
            guard port != nil else { return nil }
        }
        return (at.map { String(text[..<$0]) }, String(host), port)
    }

    /// RFC 3986 §3.2.2: an IPv6 address in brackets, or a name of any kind, which may be empty.
    private static func isHost(_ host: Substring) -> Bool {
        host.utf8.allSatisfy { !":@[]".utf8.contains($0) } || IPAddress(inBrackets: host) != nil
    }

    private static func port(_ digits: Substring) -> Int? {
        guard (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy(\.isDigit) else { return nil }
        return Int(digits).flatMap { (1...65_535).contains($0) ? $0 : nil }
    }

    /// Printable ASCII without space and ``"<>\^`{|}``.
    private static func isAllowed(_ byte: UInt8) -> Bool {
        (0x21...0x7e).contains(byte) && !"\"<>\\^`{|}".utf8.contains(byte)
    }

    private static func hasWholeEscapes(_ text: String) -> Bool {
        text.utf8.split(separator: UInt8(ascii: "%"), omittingEmptySubsequences: false).dropFirst().allSatisfy
        {
            let digits = $0.prefix(2)
            return digits.count == 2 && digits.allSatisfy(\.isHexDigit)
        }
    }
}
