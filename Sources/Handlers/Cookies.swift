import Endpoint
import OAuthCore
import OAuthModel

/// The two cookies of this server, both `HttpOnly` and `SameSite=Lax`; with an https issuer also `Secure` and under the `__Host-`
/// prefix, so that no other host of the domain can set them (RFC 6265bis §4.1.3.2).
package struct Cookies: Sendable {
    private let prefix: String
    private let attributes: String

    package init(isSecure: Bool) {
        prefix = isSecure ? "__Host-" : ""
        attributes = "; Path=/; HttpOnly; SameSite=Lax" + (isSecure ? "; Secure" : "")
    }

    /// Ties consent, login and callback to one browser.
    func browser(_ head: RequestHead) -> BrowserBinding? {
        head.headers.cookie(prefix + "mcp_auth_browser").flatMap { BrowserBinding($0) }
    }

    func setBrowser(_ binding: BrowserBinding) -> String {
        prefix + "mcp_auth_browser=" + binding.text + attributes
    }

    /// Who this browser is at the fake upstream.
    func session(_ head: RequestHead) -> String? {
        head.headers.cookie(prefix + "mcp_auth_session")
    }

    func setSession(_ value: String, lifetime: Duration) -> String {
        prefix + "mcp_auth_session=" + value + attributes + "; Max-Age=\(lifetime.wholeSeconds)"
    }

    var clearSession: String {
        prefix + "mcp_auth_session=" + attributes + "; Max-Age=0"
    }
}
