package import OAuthModel
package import Web

/// A picture that stands in each page.
package struct ServerLogo: Sendable, Equatable, CustomStringConvertible {
    /// As the manifest names it.
    let file: String
    /// Its media type.
    package let type: String
    package let bytes: [UInt8]
    package var description: String { file }
}

/// Section `server`: who this server says it is, where it listens, and how patient it is.
package struct ServerSettings: Sendable {
    /// Byte for byte what clients see as `issuer` and `iss`.
    package internal(set) var issuer = IssuerURL.local(port: 3001)
    package internal(set) var port = 3001
    /// What the pages call this server; nil: by host and port of its issuer.
    package internal(set) var name: String?
    package internal(set) var logo: ServerLogo?
    /// Where plain http is trusted: `development_hosts`, and this machine.
    package internal(set) var plainHTTPHosts = PlainHTTPHosts([])
    /// Addresses listened on. Without `bind` in the file: 127.0.0.1 and ::1 for an issuer on this machine or for development, else every
    /// address.
    package internal(set) var bind = IPAddress.thisMachine
    /// The proxies in front of this server, whose `X-Forwarded-For` is believed.
    package internal(set) var trustedProxies: [IPNetwork] = []
    /// What stored records are sealed under; nil: one is made at the first start and kept beside the store.
    package internal(set) var secret: SecretText?
    /// What who runs the server proves it by, where that is asked (`auth: operator`); nil: nobody can who is elsewhere.
    package internal(set) var operatorToken: SecretText?
    /// Whether files that are saved are taken over at once; nil: in the profile demo.
    package internal(set) var watch: Bool?
    /// Largest request line and header section, in bytes; more is answered 431.
    package internal(set) var headLimit = 16_384
    /// Connections held open at once; more are answered 503.
    package internal(set) var connectionLimit = 10_000
    /// How long a connection may stay open between two requests.
    package internal(set) var idleTimeout = Duration.seconds(60)
    /// From the first byte of a request to the end of its header section.
    package internal(set) var headTimeout = Duration.seconds(10)
    /// From there to the end of its body.
    package internal(set) var bodyTimeout = Duration.seconds(30)
    /// How long a peer may take nothing of what is sent to it.
    package internal(set) var writeTimeout = Duration.seconds(30)
    /// How long a stopping server waits for the requests in flight.
    package internal(set) var shutdownTimeout = Duration.seconds(10)

    /// Names of other hosts than this machine to which plain http is trusted.
    package var developmentHosts: [String] { plainHTTPHosts.development.map(\.name) }
}
