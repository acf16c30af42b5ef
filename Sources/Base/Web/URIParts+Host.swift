import WireText

extension URIParts {
    /// `host`, and `:port` when one is written.
    package var hostAndPort: String {
        (host ?? "") + (port.map { ":\($0)" } ?? "")
    }

    /// The port as written, unless it is the one that the scheme stands for.
    package var unusualPort: Int? { port == usualPort ? nil : port }

    /// The port that the scheme stands for, where it is `https` or `http`.
    package var usualPort: Int? { Self.usualPort(of: scheme.lowercased()) }

    /// The scheme is `https` or `http`.
    package var isWeb: Bool { usualPort != nil }

    static func usualPort(of scheme: String) -> Int? {
        switch scheme {
        case "https": 443
        case "http": 80
        default: nil
        }
    }

    /// It is of the web, and the host is one that can be connected to: a host name (RFC 1123 §2.1), an IPv4
    /// address in four decimal numbers, or an IPv6 address in brackets.
    package var isWebAddress: Bool {
        isWeb && host.map(Self.isWebHost) == true
    }

    /// The host as it is compared: in lower case, and an IPv6 address in brackets as browsers write it.
    package var canonicalHost: String? {
        host.map { host in
            guard let address = IPAddress(inBrackets: host) else { return host.lowercased() }
            switch address.version {
            case .six: return "[\(address)]"
            case .four:
                let halves = [address.bits >> 16, address.bits & 0xffff].map { String($0, radix: 16) }
                return "[::ffff:\(halves[0]):\(halves[1])]"
            }
        }
    }

    /// The host is this machine, in any spelling: `localhost` and every name below it (RFC 6761 §6.3), 127.0.0.0/8, `[::1]`.
    ///
    /// For what this server is called. Redirect URIs are held to ``isLoopbackLiteral(_:)``.
    package var isLoopback: Bool { canonicalHost.map(Self.isLoopback(canonicalHost:)) ?? false }

    static func isLoopback(canonicalHost host: String) -> Bool {
        host == "localhost" || host.hasSuffix(".localhost") || isLoopbackLiteral(host)
    }

    /// Nothing follows host and port.
    package var isOrigin: Bool { path.isEmpty && query == nil && fragment == nil }

    /// 127.0.0.0/8 in the usual dotted form, or `[::1]`.
    package static func isLoopbackLiteral(_ host: String) -> Bool {
        host == "[::1]" || IPAddress(host)?.isLoopback == true
    }

    /// Two labels at least, as in `com.example.app` (RFC 8252 §7.1).
    package var hasReverseDomainScheme: Bool {
        let labels = Self.labels(of: scheme)
        return labels.count > 1 && labels.allSatisfy(Self.isLabel)
    }

    private static func isWebHost(_ host: String) -> Bool {
        if host.hasPrefix("[") { return true }
        let labels = labels(of: host)
        guard host.utf8.count <= 253, labels.allSatisfy(isLabel), let last = labels.last else { return false }
        // Browsers take `0x7f.1` and `2130706433` for addresses: only the form that everybody reads alike is one here.
        return !isNumber(last) || IPAddress(host) != nil
    }

    static func labels(of name: String) -> [Substring] {
        name.split(separator: ".", omittingEmptySubsequences: false)
    }

    static func isLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
            && label.utf8.allSatisfy { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") }
    }

    static func isNumber(_ label: Substring) -> Bool {
        label.utf8.allSatisfy(\.isDigit)
            || (label.lowercased().hasPrefix("0x") && label.utf8.dropFirst(2).allSatisfy(\.isHexDigit))
    }
}
