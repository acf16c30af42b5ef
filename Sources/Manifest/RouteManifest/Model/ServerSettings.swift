package import OAuthModel
package import Web

/// Section `server`: who this server says it is, where it listens, and how patient it is.
package struct ServerSettings: Sendable {
    /// Byte for byte what clients see as `issuer` and `iss`.
    package let issuer: IssuerURL
    package let port: Int
    /// Where plain http is trusted: `development_hosts`, and this machine.
    package let plainHTTPHosts: PlainHTTPHosts
    /// Addresses listened on. Without `bind` in the file: 127.0.0.1 and ::1 for an issuer on this machine or for development, else every
    /// address.
    package let bind: [IPAddress]
    /// The proxies in front of this server, whose `X-Forwarded-For` is believed.
    package let trustedProxies: [IPNetwork]
    /// What stored records are sealed under; nil: one is made at the first start and kept beside the store.
    package let secret: SecretText?
    /// Largest request line and header section, in bytes; more is answered 431.
    package let headLimit: Int
    /// Connections held open at once; more are answered 503.
    package let connectionLimit: Int
    /// How long a connection may stay open between two requests.
    package let idleTimeout: Duration
    /// From the first byte of a request to the end of its header section.
    package let headTimeout: Duration
    /// From there to the end of its body.
    package let bodyTimeout: Duration
    /// How long a peer may take nothing of what is sent to it.
    package let writeTimeout: Duration
    /// How long a stopping server waits for the requests in flight.
    package let shutdownTimeout: Duration

    /// Names of other hosts than this machine to which plain http is trusted.
    package var developmentHosts: [String] { plainHTTPHosts.development.map(\.name) }
}
