package import OAuthModel

/// Section `registration`: what a client that registers itself may ask for, and how long it is remembered.
package struct RegistrationSettings: Sendable, Equatable {
    /// Private-use URI schemes that a redirect URI may have (RFC 8252 §7.1), in lower case.
    package let schemes: [String]
    /// Schemes such as `com.example.app` are allowed without being listed.
    package let allowsReverseDomainSchemes: Bool
    /// A registration that is not used for so long is forgotten.
    package let unusedLifetime: Duration
    /// The most that are kept at once.
    package let maxClients: Int
}

extension RedirectURIRule {
    /// For every client, be it listed in the manifest or registered by itself.
    package init(_ registration: RegistrationSettings, plainHTTP: PlainHTTPHosts) {
        self.init(
            schemes: Set(registration.schemes),
            allowsReverseDomainSchemes: registration.allowsReverseDomainSchemes, plainHTTP: plainHTTP)
    }
}
