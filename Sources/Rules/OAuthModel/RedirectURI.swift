import Web
package import WireText

/// Where a client wants its answer (RFC 6749 §3.1.2).
package struct RedirectURI: Hashable, Sendable {
    /// Byte for byte as the client wrote it.
    package let text: String

    package init(_ text: String) {
        self.text = text
    }

    /// What a request sent as one; `nil` when it has anything but ASCII in it, as no URI has (RFC 3986 §2).
    package init?(_ text: WireText) {
        guard let ascii = text.ascii else { return nil }
        self.text = ascii
    }

    /// Whether a requested URI is this registered one: the same string, except that a loopback redirect may name another
    /// port, because a native application can't choose it in advance (RFC 8252 §7.3).
    ///
    /// That holds for the literals 127.0.0.0/8 and `[::1]`, and for `localhost` if the client is native. Hosts are
    /// never taken for one another.
    package func matches(_ requested: RedirectURI, isNative: Bool) -> Bool {
        if requested.text == text { return true }
        guard let ours = URIParts(text), let theirs = URIParts(requested.text), let host = ours.host else {
            return false
        }
        let mayVary = URIParts.isLoopbackLiteral(host) || (isNative && host == "localhost")
        return mayVary && ours.scheme == "http" && theirs.scheme == "http" && theirs.host == host
            && theirs.userInfo == nil && ours.path == theirs.path && ours.query == theirs.query
            && ours.fragment == nil && theirs.fragment == nil
    }

    /// In one of the spellings that a client may register: nothing else is taken for this machine here.
    package var isLoopback: Bool {
        guard let parts = URIParts(text), parts.scheme == "http", let host = parts.host else { return false }
        return host.lowercased() == "localhost" || URIParts.isLoopbackLiteral(host)
    }

    /// The answer can be read on its way.
    package var isPlainHTTP: Bool {
        !isLoopback && URIParts(text)?.scheme == "http"
    }

    /// It leads to whatever application claimed its scheme on the person's device (RFC 8252 §7.1).
    package var isPrivateUse: Bool {
        URIParts(text).map { !$0.isWeb } ?? true
    }

    /// What a person is shown as the destination: the host with its port, or the scheme of a private-use URI.
    package var displayHost: String {
        guard let parts = URIParts(text) else { return text }
        return parts.isWeb ? parts.hostAndPort : parts.scheme + ":"
    }

    /// The URI with these parameters added to its own query, percent-encoded (RFC 6749 §4.1.2).
    package func adding(_ parameters: [(name: String, value: WireText)]) -> String {
        let added = parameters.map { $0.name + "=" + percentEncoded($0.value) }.joined(separator: "&")
        guard let mark = text.firstIndex(of: "?") else { return text + "?" + added }
        let isOpen = text.index(after: mark) == text.endIndex || text.hasSuffix("&")
        return text + (isOpen ? "" : "&") + added
    }
}
