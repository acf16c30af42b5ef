import Endpoint
import WireText

/// Refuses what a web page could send after pointing its own name at this machine (DNS rebinding).
///
/// `Host` is this server's own authority or a name of this machine; `Origin`, when there is one, is this
/// server, a page of this machine, or one that was allowed.
struct RebindingGuard: Sendable {
    let origin: WebOrigin
    let allowedOrigins: Set<WebOrigin>

    /// Why the request is refused; `nil` when it is not. A literal of ours.
    func objection(to headers: HeaderFields) -> StaticString? {
        let hosts = headers.all("host")
        guard hosts.count == 1, let host = hosts[0].ascii.flatMap({ Authority($0) }),
            host.isLoopback || origin.isNamed(by: host)
        else {
            return "the Host is not one of this server"
        }
        guard headers.all("origin").allSatisfy(allows) else {
            return "the Origin is neither of this machine nor in ALLOWED_ORIGINS"
        }
        return nil
    }

    private func allows(_ text: WireText) -> Bool {
        guard let origin = text.ascii.flatMap({ WebOrigin($0) }) else { return false }
        return origin.isLoopback || origin == self.origin || allowedOrigins.contains(origin)
    }
}
