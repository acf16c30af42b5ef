import Endpoint
import OAuthModel
import Web
import WireText

/// Refuses what a web page could send after pointing its own name at this machine (DNS rebinding).
///
/// The authority that the request is for is this server's own or a name of this machine; `Origin`, when there is one, is
/// this server, a page of this machine, or one that was allowed.
struct RebindingGuard: Sendable {
    let origin: WebOrigin
    let allowedOrigins: Set<WebOrigin>

    /// Why the request is refused; `nil` when it is not. A literal of ours.
    func objection(to head: RequestHead) -> StaticString? {
        guard let named = head.withAuthority({ Authority($0) }) ?? nil,
            named.isLoopback || origin.isNamed(by: named)
        else {
            return "the Host is not one of this server"
        }
        guard head.headers.all("origin").allSatisfy(allows) else {
            return "the Origin is neither of this machine nor in ALLOWED_ORIGINS"
        }
        return nil
    }

    private func allows(_ text: WireText) -> Bool {
        guard let origin = text.ascii.flatMap({ WebOrigin($0) }) else { return false }
        return origin.isLoopback || origin == self.origin || allowedOrigins.contains(origin)
    }
}
