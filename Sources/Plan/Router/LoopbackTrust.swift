package import Endpoint
import OAuthModel
import Web
import WireText

/// Decides whether a request comes from a program on this machine and from nobody else.
///
/// The peer alone doesn't say so: a proxy on the same host brings the whole world, and a web page can be made to reach a loopback
/// address (DNS rebinding). So the request must name the issuer's own authority, must not have been forwarded (by a proxy that is
/// known it was in any case, whether that says so or not), and must not come from a page of another site.
package struct LoopbackTrust: Sendable, Equatable {
    private let authorities: OwnAuthorities

    /// Nil where the issuer is not loopback: a name that is merely vouched for says nothing of where the request comes from.
    package init?(_ authorities: OwnAuthorities) {
        guard authorities.issuer.isLoopback else { return nil }
        self.authorities = authorities
    }

    package func trusts(_ head: RequestHead) -> Bool {
        guard head.peer.isLoopback, authorities.areIssuer(head),
            !head.headers.hasName(where: Self.isForwarding)
        else { return false }
        return head.headers.isFromOwnPage ?? true
    }

    /// A field that proxies add, by its name. Each has its own for who is behind it (`X-Real-IP`, `CF-Connecting-IP`,
    /// `True-Client-IP`, `X-Azure-ClientIP`, `X-Original-Forwarded-For`), so this goes by what those names have in common.
    private static func isForwarding(_ name: UnsafeRawBufferPointer) -> Bool {
        func begins(_ text: StaticString) -> Bool {
            name.prefix(text.utf8CodeUnitCount).equalsIgnoringCase(text)
        }
        func ends(_ text: StaticString) -> Bool {
            name.suffix(text.utf8CodeUnitCount).equalsIgnoringCase(text)
        }
        return ends("-ip") || ends("clientip") || begins("forwarded") || begins("x-forwarded")
            || begins("x-original-") || begins("x-envoy-") || begins("cf-")
            || (name.count == 3 && begins("via"))
    }
}
