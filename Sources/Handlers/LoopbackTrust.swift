package import Endpoint
import WireText

/// Decides whether a request comes from a program on this machine and from nobody else.
///
/// The peer alone doesn't say so: a proxy on the same host brings the whole world, and a web page can be made to reach a loopback
/// address (DNS rebinding). So the request must name the issuer's own authority, must not have been forwarded (by a proxy that is
/// known it was in any case, whether that says so or not), and must not come from a page of another site.
package struct LoopbackTrust: Sendable {
    private static let forwarding: [StaticString] = [
        "forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-port", "x-forwarded-proto",
        "x-forwarded-server", "x-real-ip",
    ]

    /// Host and port of the issuer; `nil` when the issuer is not loopback: then nobody is trusted.
    private let authority: String?

    package init(issuerAuthority: String, issuerIsLoopback: Bool) {
        authority = issuerIsLoopback ? issuerAuthority.lowercased() : nil
    }

    package func trusts(_ head: RequestHead) -> Bool {
        guard let authority, head.peer.isLoopback, head.headers["host"]?.ascii?.lowercased() == authority,
            Self.forwarding.allSatisfy({ !head.headers.contains($0) })
        else { return false }
        return head.headers.isFromOwnPage ?? true
    }
}
