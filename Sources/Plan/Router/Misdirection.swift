package import Endpoint
package import OAuthModel
import Web

/// A request for a page under a name that is not this server's (RFC 9110 §15.5.20).
package struct Misdirection: Sendable {
    package let issuer: String
    /// What the issuer would have to be for this request to be right; nil when it names nothing that could be one.
    package let fittingIssuer: String?
    /// The name in the request, where the manifest could vouch for it and doesn't.
    package let unlistedHost: DevelopmentHost?

    package init(_ head: RequestHead, issuer: String, authorities: OwnAuthorities) {
        self.issuer = issuer
        let named = head.withAuthority { Authority($0) } ?? nil
        let development = named.flatMap { try? DevelopmentHost($0.host) }
        unlistedHost = named.map(authorities.haveHost) == false ? development : nil
        // An issuer anywhere else is https, and then a proxy has the certificate and the port.
        fittingIssuer = named.flatMap { named in
            URIParts("http://\(named)")?.isWebAddress == true
                ? (named.isLoopback || development != nil ? "http://\(named)" : "https://\(named.host)")
                : nil
        }
    }

    /// What would make the name right, for who runs the server; nil: nothing that could be done here.
    package var advice: String? {
        unlistedHost.map {
            "If \($0) is this server on a network for development, list it in the manifest, in server.development_hosts."
        }
            ?? fittingIssuer.map {
                "If that is another port than the server's own (-p 8080:3001), start it with AUTH_SERVER_URL=\($0)."
            }
    }

}
