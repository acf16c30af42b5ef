package import OAuthModel
import WireText

/// A redirect URI that may be answered to: it belongs to a client that is known. It is made where the first two checks of the
/// authorization endpoint have just passed, and from a request that was stored after they had; so nothing can be redirected before.
package struct TrustedRedirect: Sendable {
    package let uri: RedirectURI
    /// `nil`: the answer doesn't say who it is from.
    private let issuer: String?
    private let state: WireText?

    init(uri: RedirectURI, configuration: CoreConfiguration, state: WireText?) {
        self.uri = uri
        issuer = configuration.issParameter ? configuration.issuer : nil
        self.state = state
    }

    /// What a person is told about where this leads.
    package var host: String { uri.displayHost }

    /// The location of an error response (RFC 6749 §4.1.2.1), with `iss` (RFC 9207).
    package func location(of error: OAuthError) -> String {
        location([
            ("error", WireText(error.code.rawValue)), ("error_description", WireText(error.description)),
        ])
    }

    /// The location of a successful response (RFC 6749 §4.1.2), with `iss` (RFC 9207).
    func location(code: String) -> String {
        location([("code", WireText(code))])
    }

    private func location(_ parameters: [(name: String, value: WireText)]) -> String {
        uri.adding(
            parameters + (state.map { [("state", $0)] } ?? [])
                + (issuer.map { [("iss", WireText($0))] } ?? []))
    }
}
