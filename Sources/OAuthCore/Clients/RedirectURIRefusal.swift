import OAuthModel
import WireText

extension RedirectURIFlaw {
    /// What a client is told that registers such a redirect URI (RFC 7591 §3.2.2).
    func refusal(of text: WireText) -> OAuthError {
        let description: StaticString =
            switch self {
            case .notAbsolute: "a redirect URI is not an absolute URI of at most 2048 characters"
            case .wildcard: "a redirect URI must not have a wildcard"
            case .fragment: "a redirect URI must not have a fragment"
            case .userInfo: "a redirect URI must not have userinfo"
            case .answeringQuery:
                "a redirect URI must not have a query with code, state, iss or error of its own"
            case .host: "a redirect URI has no host, or one that is no host name"
            case .plainHTTP:
                "an http redirect URI must be on localhost, 127.0.0.1 or [::1]; use https elsewhere"
            case .browserScheme: "a redirect URI has a scheme that browsers keep for themselves"
            case .scheme:
                "a redirect URI has a scheme that is not https, loopback http, reverse-domain or listed in the manifest"
            }
        return OAuthError(.invalidRedirectURI, description, cause: "redirect uri \(text.excerpt())")
    }
}
