package import OAuthModel
package import Web

/// The issuer identifier (RFC 8414 §2), kept byte for byte as it was written.
///
/// `https`, or `http` where that is trusted; a host, perhaps a port and a path; no query, no fragment, no trailing slash.
package struct IssuerURL: Hashable, Sendable, CustomStringConvertible {
    package let text: String
    /// Scheme, host and port, without a path: what the paths of routes are put behind.
    package let origin: String
    /// Host and port. The port is the one written, if one is.
    package let authority: Authority
    /// As written, else the port of the scheme.
    package let port: Int
    /// The port of the scheme.
    package let usualPort: Int
    /// Empty, or beginning with `/` and not ending with it.
    package let path: String
    package let reach: HostReach
    /// The host is this machine by name or by address.
    package var isLoopback: Bool { reach == .thisMachine }
    /// Somebody vouches for the name of the host.
    package var isForDevelopment: Bool { reach == .development }
    /// What is sent to it can be read on its way.
    package var isPlainHTTP: Bool { !isHTTPS && !isLoopback }
    package var isHTTPS: Bool { usualPort == 443 }

    package var description: String { text }

    init(_ text: String, plainHTTP: PlainHTTPHosts) throws(IssuerFlaw) {
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else { throw .notASCII(ASCIISpelling.of(text)) }
        guard let parts = URIParts(text), let host = parts.host, !host.isEmpty else { throw .notAURL }
        guard let usualPort = parts.usualPort else { throw .scheme(parts.scheme) }
        guard parts.isWebAddress else { throw .host(host) }
        guard parts.userInfo == nil else { throw .userInfo }
        guard let named = Authority(parts.hostAndPort) else { throw .host(host) }
        guard parts.query == nil else { throw .query }
        guard parts.fragment == nil else { throw .fragment }
        guard !parts.path.hasSuffix("/") else { throw .trailingSlash }
        if !parts.path.isEmpty {
            guard (try? RoutePath(parts.path)) != nil else { throw .path }
        }
        guard plainHTTP.allow(parts) else { throw .plainHTTP }
        self.text = text
        path = parts.path
        reach = plainHTTP.reach(of: parts)
        self.usualPort = usualPort
        port = parts.port ?? usualPort
        origin = String(text.dropLast(parts.path.utf8.count))
        authority = named
    }

    /// The same at another port.
    func listening(on port: Int) -> String {
        "\(origin.prefix { $0 != ":" })://\(authority.host):\(port)\(path)"
    }

    /// The same with its path in its plain form.
    static func plain(_ text: String, plainHTTP: PlainHTTPHosts) -> String? {
        guard let parts = URIParts(text), let path = RoutePath.meant(by: parts.path) else { return nil }
        let plain = "\(parts.scheme)://\(parts.hostAndPort)\(path)"
        return (try? IssuerURL(plain, plainHTTP: plainHTTP)) == nil ? nil : plain
    }

    /// What an issuer is that nobody set.
    static func local(port: Int) -> IssuerURL {
        IssuerURL(localPort: port)
    }

    private init(localPort port: Int) {
        origin = "http://localhost:\(port)"
        text = origin
        authority = Authority(host: "localhost", port: port)
        self.port = port
        usualPort = 80
        path = ""
        reach = .thisMachine
    }

    /// How URL libraries write it, where that differs: they would not find it equal to what they asked for.
    var normalized: String? {
        guard let origin = URIParts(text).flatMap(WebOrigin.init) else { return nil }
        let normalized = "\(origin)\(path)"
        return normalized == text ? nil : normalized
    }
}

/// Why a text is no ``IssuerURL``.
enum IssuerFlaw: Error, Equatable {
    /// With the spelling to write, where there is one.
    case notASCII(String?)
    case notAURL
    case scheme(String)
    case host(String)
    case userInfo
    case query
    case fragment
    case trailingSlash
    case path
    case plainHTTP
}
