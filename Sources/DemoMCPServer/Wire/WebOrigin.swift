package import OAuthModel

/// Scheme, host and port of a web address (RFC 6454 §4): two of them are the same site exactly when these are
/// equal.
package struct WebOrigin: Hashable, Sendable {
    /// `http` or `https`.
    package let scheme: String
    /// In lower case; an IPv6 address stands in its brackets, in its shortest form.
    package let host: String
    package let port: Int

    /// Reads `scheme://host[:port]` and nothing after it: no path, not even a slash, no query, no user.
    package init?(_ text: String) {
        guard let parts = URIParts(text), parts.isOrigin else { return nil }
        self.init(parts)
    }

    /// Of an http or https address without a user in it.
    init?(_ parts: URIParts) {
        scheme = parts.scheme.lowercased()
        guard let usualPort = ["https": 443, "http": 80][scheme], let host = parts.canonicalHost,
            !host.isEmpty, parts.userInfo == nil
        else { return nil }
        self.host = host
        port = parts.port ?? usualPort
    }

    package var isLoopback: Bool { Authority(host: host, port: port).isLoopback }

    /// This machine; or a name on a network for development, which nobody outside of that can mean.
    package var isNear: Bool {
        isLoopback || (scheme == "http" && (try? DevelopmentHost(host)) != nil)
    }

    /// How a request names this origin, with and without the port.
    package func isNamed(by authority: Authority) -> Bool {
        authority.host == host && (authority.port ?? (scheme == "https" ? 443 : 80)) == port
    }
}
