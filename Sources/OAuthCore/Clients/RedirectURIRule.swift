package import OAuthModel

/// Which redirect URIs may be registered: https, or http on loopback, or a private-use scheme that the manifest allows
/// (RFC 8252 §7, RFC 9700 §2.1).
package struct RedirectURIRule: Sendable {
    let policy: RegistrationPolicy
    let applicationType: ApplicationType?

    package init(policy: RegistrationPolicy, applicationType: ApplicationType?) {
        self.policy = policy
        self.applicationType = applicationType
    }

    package func check(_ text: String) throws(OAuthError) {
        guard let uri = URIParts(text), text.utf8.count <= 2048 else {
            throw refusal("a redirect URI is not an absolute URI of at most 2048 characters", text)
        }
        guard uri.fragment == nil else { throw refusal("a redirect URI must not have a fragment", text) }
        guard uri.userInfo == nil else { throw refusal("a redirect URI must not have userinfo", text) }
        guard !text.contains("*") else { throw refusal("a redirect URI must not have a wildcard", text) }
        try checkQuery(uri, text)
        switch uri.scheme {
        case "https": try checkHost(uri, text)
        case "http": try checkLoopback(uri, text)
        default: try checkPrivateUse(uri, text)
        }
    }

    /// The answer adds these, and each must be there once (RFC 6749 §3.1, §4.1.2, RFC 9207 §2).
    private static let answered: Set<String> = ["code", "state", "iss", "error", "error_description"]

    private func checkQuery(_ uri: URIParts, _ text: String) throws(OAuthError) {
        guard let parameters = RequestParameters(query: uri.query ?? ""),
            Self.answered.allSatisfy({ !parameters.contains($0) })
        else {
            throw refusal(
                "a redirect URI must not have a query with code, state, iss or error of its own", text)
        }
    }

    private func checkHost(_ uri: URIParts, _ text: String) throws(OAuthError) {
        guard let host = uri.host, !host.isEmpty else { throw refusal("a redirect URI has no host", text) }
    }

    private func checkLoopback(_ uri: URIParts, _ text: String) throws(OAuthError) {
        guard let host = uri.host, host == "localhost" || URIParts.isLoopbackLiteral(host) else {
            throw refusal(
                "an http redirect URI must be on localhost, 127.0.0.1 or [::1]; use https elsewhere", text)
        }
    }

    private func checkPrivateUse(_ uri: URIParts, _ text: String) throws(OAuthError) {
        let isListed = policy.schemes.contains(uri.scheme)
        let isReverseDomain = uri.scheme.contains(".") && uri.scheme == uri.scheme.lowercased()
        guard isListed || (policy.allowsReverseDomainSchemes && isReverseDomain) else {
            throw refusal(
                "a redirect URI has a scheme that is not https, loopback http, reverse-domain or listed in the manifest",
                text)
        }
        guard applicationType != .web else {
            throw refusal("a web application must not have a redirect URI with a private-use scheme", text)
        }
    }

    private func refusal(_ description: StaticString, _ text: String) -> OAuthError {
        OAuthError(.invalidRedirectURI, description, cause: "redirect uri \(text.prefix(200))")
    }
}
