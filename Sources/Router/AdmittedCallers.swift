package import Handlers
internal import OAuthModel
internal import RouteManifest

/// Whom the introspection endpoint answers: `auth` of its route as written, as far as it can hold with this issuer.
///
/// The handler, the metadata and `mcp-auth check` all go by this value: none of them admits or names whom another doesn't.
package struct AdmittedCallers: Sendable, Equatable {
    /// Resource servers, by their credentials.
    package let withCredentials: Bool
    /// Programs on this machine, which show none; nil: not those.
    package let loopback: LoopbackTrust?

    /// - Parameter loopback: Nil when the issuer is not loopback: then nothing tells a program on this machine from others.
    init(_ auth: [RouteAuth], loopback: LoopbackTrust?) {
        withCredentials = auth.contains(.resourceServer)
        self.loopback = auth.contains(.loopback) ? loopback : nil
    }

    /// How they prove who they are.
    var methods: [ClientAuthenticationMethod] {
        (withCredentials ? [.clientSecretBasic, .clientSecretPost] : []) + (loopback == nil ? [] : [.none])
    }
}
