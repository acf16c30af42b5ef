/// Host and optional port, as a `Host` field and an absolute target have them (RFC 9110 §7.2, RFC 9112 §3.2.2). Case and the spelling
/// of an IPv6 address make no difference.
package struct Authority: Hashable, Sendable {
    /// In lower case; an IPv6 address in brackets and in its shortest form.
    package let host: String
    package let port: Int?

    /// A host name has 253 bytes at most, a port 5.
    private static let maximumLength = 260

    /// `host` as it is compared (``URIParts/canonicalHost``).
    package init(host: String, port: Int?) {
        self.host = host
        self.port = port
    }

    package init?(_ text: String) {
        guard let parts = URIParts("http://" + text), parts.isOrigin, let host = parts.canonicalHost,
            !host.isEmpty, parts.userInfo == nil
        else { return nil }
        self.host = host
        port = parts.port
    }

    package init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count <= Self.maximumLength else { return nil }
        self.init(String(decoding: bytes, as: UTF8.self))
    }

    /// The host is this machine by any of its names (``URIParts/isLoopback``).
    package var isLoopback: Bool { URIParts.isLoopback(canonicalHost: host) }
}

extension Authority: CustomStringConvertible {
    package var description: String { host + (port.map { ":\($0)" } ?? "") }
}
