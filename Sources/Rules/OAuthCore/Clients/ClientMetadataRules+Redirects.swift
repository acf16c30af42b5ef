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
            throw OAuthError(RegistrationReason.redirectURIsMissing)
        }
        guard texts.count <= 20 else {
            throw OAuthError(RegistrationReason.tooManyRedirectURIs)
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
        let (reason, quoted): (RegistrationReason, WireText?) =
            switch self {
            case .notAbsolute: (.redirectURINotAbsolute, shown)
            case .wildcard: (.redirectURIWildcard, shown)
            case .fragment: (.redirectURIFragment, shown)
            case .userInfo: (.redirectURIUserInfo, shown)
            case .answeringQuery: (.redirectURIAnsweringQuery, shown)
            case .host: (.redirectURIHost, shown)
            case .plainHTTP:
                (
                    Self.canBeVouchedFor(text) ? .redirectURIPlainHTTPElsewhere : .redirectURIPlainHTTP,
                    shown
                )
            case .browserScheme(let scheme): (.redirectURIBrowserScheme, WireText(scheme))
            case .scheme(let scheme): (.redirectURIScheme, WireText(scheme))
            }
        return OAuthError(reason, quoting: quoted)
    }

    private static func canBeVouchedFor(_ text: WireText) -> Bool {
        text.ascii.flatMap { URIParts($0)?.host }.flatMap { try? DevelopmentHost($0) } != nil
    }
}
