import JSON
import OAuthModel
import Web
import WireText

extension ClientMetadataRules {
    /// All of them, or none: a client would go on and use the one that was left out.
    func redirects(
        _ document: StatedMetadata
    ) throws(OAuthError) -> (uris: [RedirectURI], hasPrivateUse: Bool) {
        guard let texts = document["redirect_uris"]?.strings, !texts.isEmpty else {
            throw OAuthError(.invalidRedirectURI, "redirect_uris must be an array of at least one URI")
        }
        guard texts.count <= 20 else {
            throw OAuthError(.invalidRedirectURI, "redirect_uris has more than 20 entries")
        }
        let rule = configuration.registration.redirectURIs
        var hasPrivateUse = false
        for text in texts {
            do throws(RedirectURIFlaw) {
                if try rule.check(text.ascii) == .privateUse { hasPrivateUse = true }
            } catch { throw error.refusal(of: text) }
        }
        return (texts.compactMap { RedirectURI($0) }, hasPrivateUse)
    }
}

extension RedirectURIFlaw {
    /// What a client is told that registers such a redirect URI (RFC 7591 §3.2.2).
    fileprivate func refusal(of text: WireText) -> OAuthError {
        // Before an @ there may be a password.
        let shown = text.utf8.contains(UInt8(ascii: "@")) ? nil : text
        let (description, quoted): (StaticString, WireText?) =
            switch self {
            case .notAbsolute:
                ("a redirect URI is not an absolute URI in ASCII of at most 2048 characters", shown)
            case .wildcard: ("a redirect URI must not have a wildcard", shown)
            case .fragment: ("a redirect URI must not have a fragment", shown)
            case .userInfo: ("a redirect URI must not have userinfo", shown)
            case .answeringQuery:
                ("a redirect URI must not have a query with code, state, iss or error of its own", shown)
            case .host: ("a redirect URI has no host, or one that is not a host name", shown)
            case .plainHTTP:
                Self.canBeVouchedFor(text)
                    ? (
                        "an http redirect URI must be on this machine, or on a host that the manifest lists under server.development_hosts",
                        shown
                    )
                    : (
                        "an http redirect URI must be on localhost, 127.0.0.1 or [::1]; use https elsewhere",
                        shown
                    )
            case .browserScheme(let scheme):
                ("a redirect URI has a scheme that browsers keep for themselves", WireText(scheme))
            case .scheme(let scheme):
                (
                    "a redirect URI has a scheme that is not allowed; in the manifest, list it under registration.schemes",
                    WireText(scheme)
                )
            }
        return OAuthError(.invalidRedirectURI, description, quoting: quoted)
    }

    private static func canBeVouchedFor(_ text: WireText) -> Bool {
        text.ascii.flatMap { URIParts($0)?.host }.flatMap { try? DevelopmentHost($0) } != nil
    }
}
