package import Endpoint
package import OAuthModel
package import Web

/// Under which authorities (RFC 9110 §7.2) a server whose issuer is this machine, or a host for development, takes itself to be meant.
///
/// A web page can point a name of its own at this machine (DNS rebinding), and then reads what it is answered. What it can't do is
/// send the request under another name than its own.
package struct OwnAuthorities: Sendable, Equatable {
    /// The issuer's, with its port written out.
    let issuer: Authority
    /// The same as clients write it: nearly all requests have exactly this.
    private let spelling: [UInt8]
    /// Of the issuer's scheme.
    private let usualPort: Int
    /// The issuer's, and the one listened on, which a proxy or a container may have moved elsewhere.
    private let ports: Set<Int>
    private let development: [DevelopmentHost]

    package init(issuer: Authority, usualPort: Int, listening: Int, development: [DevelopmentHost]) {
        let port = issuer.port ?? usualPort
        self.issuer = Authority(host: issuer.host, port: port)
        self.usualPort = usualPort
        spelling = Array(Authority(host: issuer.host, port: port == usualPort ? nil : port).description.utf8)
        ports = [port, listening]
        self.development = development
    }

    /// The request names the issuer, and by itself: no client of ours has reason to name it in an absolute target.
    func areIssuer(_ head: RequestHead) -> Bool {
        guard head.targetAuthority == nil else { return false }
        return head.withAuthority { bytes in
            if bytes.elementsEqual(spelling) { return true }
            guard let named = Authority(bytes) else { return false }
            return named.host == issuer.host && (named.port ?? usualPort) == issuer.port
        } ?? false
    }

    /// The request names the issuer, or one of this server's hosts with the issuer's port or the one listened on.
    package func include(_ head: RequestHead) -> Bool {
        head.withAuthority { bytes in
            if bytes.elementsEqual(spelling) { return true }
            guard let named = Authority(bytes), haveHost(of: named) else { return false }
            // Without a port, http is spoken here on 80; what a proxy takes for the issuer has the port of its scheme.
            return named.port.map(ports.contains) ?? (ports.contains(usualPort) || ports.contains(80))
        } ?? false
    }

    /// This machine by any name, or by one that the manifest vouches for.
    package func haveHost(of named: Authority) -> Bool {
        named.isLoopback || development.contains { $0.name == named.host }
    }
}
