import Endpoint
import OAuthCore
import OAuthModel
import WireText

/// The cookies of this server, all `HttpOnly` and `SameSite=Lax`, or `Strict`; with an https issuer also `Secure` and under the `__Host-`
/// prefix, so that no other host of the domain can set them (RFC 6265bis §4.1.3.2).
package struct Cookies: Sendable {
    private let prefix: String
    private let attributes: String
    private let strictAttributes: String

    package init(isSecure: Bool) {
        prefix = isSecure ? "__Host-" : ""
        let secure = isSecure ? "; Secure" : ""
        attributes = "; Path=/; HttpOnly; SameSite=Lax" + secure
        strictAttributes = "; Path=/; HttpOnly; SameSite=Strict" + secure
    }

    /// What ties consent, login and callback to one browser.
    ///
    /// Usually it is one. But of pages that are opened at once each comes without a cookie and is given one, and the last must not
    /// take the place of the others: so each has a name of its own. None is given to a browser that has any, which bounds their
    /// number.
    func browsers(_ head: RequestHead) -> [BrowserBinding] {
        Array(
            head.headers.cookies(beginning: prefix + Self.browserName).lazy
                .compactMap { BrowserBinding($0) }.prefix(Self.maximumBrowsers))
    }

    func setBrowser(_ binding: BrowserBinding) -> String {
        prefix + Self.browserName + "_" + binding.text.prefix(8) + "=" + binding.text + attributes
    }

    /// The login of this browser: at the fake upstream, which sets it.
    func session(_ head: RequestHead) -> SessionSecret? {
        head.headers.cookie(prefix + "mcp_auth_session").flatMap { SessionSecret($0) }
    }

    func setSession(_ secret: SessionSecret, lifetime: Duration) -> String {
        prefix + "mcp_auth_session=" + secret.text + attributes + "; Max-Age=\(lifetime.wholeSeconds)"
    }

    var clearSession: String {
        prefix + "mcp_auth_session=" + attributes + "; Max-Age=0"
    }

    /// The session of who runs the server.
    func operatorSession(_ head: RequestHead) -> WireText? {
        head.headers.cookie(prefix + Self.operatorName)
    }

    func setOperatorSession(_ session: String) -> String {
        prefix + Self.operatorName + "=" + session + strictAttributes
            + "; Max-Age=\(OperatorToken.sessionLifetime.wholeSeconds)"
    }

    var clearOperatorSession: String {
        prefix + Self.operatorName + "=" + strictAttributes + "; Max-Age=0"
    }

    /// The user id that this browser keeps for the login page of the fake upstream, as it was sent. It is a suggestion and
    /// no proof of anything: on that page everybody may be whoever they like.
    func keptUser(_ head: RequestHead) -> WireText? {
        head.headers.cookie(prefix + "mcp_auth_user")
    }

    func setKeptUser(_ id: Subject) -> String {
        prefix + "mcp_auth_user=" + id.rawValue + attributes
            + "; Max-Age=\(Self.keptUserLifetime.wholeSeconds)"
    }

    private static let operatorName = "mcp_auth_operator"
    private static let browserName = "mcp_auth_browser"
    /// Those that count: a browser that restores its tabs may open many at once. They take 80 bytes each of its requests.
    private static let maximumBrowsers = 32
    private static let keptUserLifetime = Duration.seconds(365 * 86_400)
}
