/// Scheme, host and port: two pages are of one site exactly when these are equal (RFC 6454 §4).
package struct WebOrigin: Hashable, Sendable {
    /// In lower case.
    package let scheme: String
    /// Without the port that the scheme stands for.
    package let authority: Authority

    /// `scheme://host[:port]` and nothing after it: no path, not even a slash, no query; and no user before it.
    package init?(_ text: String) {
        guard let uri = URIParts(text), uri.isOrigin, uri.userInfo == nil else { return nil }
        self.init(uri)
    }

    /// The same, letter for letter as a browser sends it.
    package init?(asSent text: String) {
        self.init(text)
        guard description == text else { return nil }
    }

    /// Where a URI leads to.
    package init?(_ uri: URIParts) {
        guard let host = uri.canonicalHost, !host.isEmpty else { return nil }
        scheme = uri.scheme.lowercased()
        authority = Authority(host: host, port: uri.unusualPort)
    }

    /// The scheme is `https` or `http`.
    package var isWeb: Bool { usualPort != nil }

    package var port: Int? { authority.port ?? usualPort }

    /// A page of this machine. Another scheme is some program's own, and its host says nothing: `app://localhost`.
    package var isLoopback: Bool { isWeb && authority.isLoopback }

    /// Whether a request names this origin so, with or without the port.
    package func isNamed(by named: Authority) -> Bool {
        named.host == authority.host && (named.port ?? usualPort) == port
    }

    private var usualPort: Int? { URIParts.usualPort(of: scheme) }
}

/// As a browser sends it in `Origin` (RFC 6454 §6.2).
extension WebOrigin: CustomStringConvertible {
    package var description: String { "\(scheme)://\(authority)" }
}
