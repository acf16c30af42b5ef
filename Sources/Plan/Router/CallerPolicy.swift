internal import OAuthModel
internal import RouteManifest

/// Whom a route answers: `auth` as written, as far as it can hold with this issuer.
///
/// The handler, the metadata and `mcp-auth check` all go by this value: none of them admits or names whom another doesn't.
package struct CallerPolicy: Sendable, Equatable {
    /// Clients, in the way in which each is registered.
    package let clients: Bool
    /// Resource servers, by their credentials.
    package let resourceServers: Bool
    /// Programs on this machine, which show none; nil: not those.
    package let loopback: LoopbackTrust?

    /// Who runs the server: on this machine where that can be told, else by the operator token. Nil: not those.
    package let operators: Operators?

    package struct Operators: Sendable, Equatable {
        /// Nil: nothing tells this machine from others.
        package let loopback: LoopbackTrust?
    }

    /// - Parameter loopback: Nil when the issuer is not loopback: then nothing tells a program on this machine from others.
    init(_ auth: [RouteAuth], loopback: LoopbackTrust?) {
        clients = auth.contains(.client)
        resourceServers = auth.contains(.resourceServer)
        operators = auth.contains(.operators) ? Operators(loopback: loopback) : nil
        self.loopback = auth.contains(.loopback) ? loopback : nil
    }

    /// How they prove who they are.
    func methods(ofClients registered: [ClientAuthenticationMethod]) -> [ClientAuthenticationMethod] {
        (clients ? registered : []) + (resourceServers ? ResourceServer.authenticationMethods : [])
            + (loopback == nil ? [] : [.none])
    }
}
