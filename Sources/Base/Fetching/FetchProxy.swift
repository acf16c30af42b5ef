import Web

/// The one proxy that is used, and only because it was configured: what the environment says of proxies is not read.
///
/// It makes tunnels (CONNECT, RFC 9110 §9.3.6), and it looks names up. So addresses can't be checked here; that nothing private is
/// reached by it is up to its own configuration. Hosts that are no names of the public Internet don't get that far.
package struct FetchProxy: Hashable, Sendable {
    /// A name or an address, without brackets.
    package let host: String
    package let port: Int

    /// `http://proxy.internal:3128`; nil for anything else: the way to it is plain, what goes through it is TLS from end to end.
    package init?(_ text: String) {
        guard let origin = WebOrigin(text), origin.scheme == "http",
            let port = origin.authority.port ?? origin.port
        else { return nil }
        host = origin.authority.host.trimmingBrackets
        self.port = port
    }
}

extension String {
    /// An IPv6 address as the system takes it.
    var trimmingBrackets: String {
        hasPrefix("[") ? String(dropFirst().dropLast()) : self
    }
}
