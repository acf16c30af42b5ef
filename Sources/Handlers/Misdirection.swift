package import Endpoint
package import OAuthModel

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

    /// For the log.
    package var cause: String {
        "asked for under a name that is not this server's" + (fittingIssuer.map { ": \($0)" } ?? "")
    }
}
