package import Web

/// Whom plain http may be spoken with: this machine, and the hosts that the operator vouches for.
///
/// For the issuer, resources and redirect URIs alike, this is what decides.
package struct PlainHTTPHosts: Sendable, Equatable {
    package static let thisMachine = PlainHTTPHosts([])

    package let development: [DevelopmentHost]

    package init(_ development: [DevelopmentHost]) {
        self.development = development
    }

    /// This machine; and the host of a plain http URI that the operator wrote, if it is a name for development.
    package init(vouchingFor uri: URIParts) {
        let host = uri.scheme.lowercased() == "http" ? uri.host : nil
        self.init([host.flatMap { try? DevelopmentHost($0) }].compactMap(\.self))
    }

    /// How far away the host of a URI is.
    package func reach(of uri: URIParts) -> HostReach {
        guard let host = uri.canonicalHost else { return .anywhere }
        if uri.isLoopback { return .thisMachine }
        return development.contains { $0.name == host } ? .development : .anywhere
    }

    /// Whether what is sent there is safe on its way, or is vouched for.
    package func allow(_ uri: URIParts) -> Bool {
        uri.scheme.lowercased() == "https" || reach(of: uri) != .anywhere
    }
}

/// What lies between this server and a host. More is trusted the nearer it is.
package enum HostReach: Hashable, Sendable {
    /// Nothing: no other machine can be meant.
    case thisMachine
    /// A network for development. Somebody vouches for the name, and nothing proves who answers to it.
    case development
    case anywhere
}
