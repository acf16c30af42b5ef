package import WireText

/// A refusal in the words of the RFCs, with two texts for two readers.
package struct OAuthError: Error, Equatable, Sendable {
    package let code: Code
    /// For the client's developer: `error_description`. A literal of ours, which may quote one value of the request
    /// (RFC 6749 §5.2 limits its characters).
    package let description: String
    /// The same without the quotation, for pages: a stranger's words under this server's name could pass for its own.
    package let literal: String
    /// For the operator's log: what exactly was wrong. Never leaves the process, never holds a secret.
    package let cause: String?
    /// Somebody may have been robbed: the operator should look at it.
    package let isAlarming: Bool

    /// - Parameters:
    ///   - name: One of this server's own words, put behind the text.
    ///   - quoted: What the description is about, as the client sent it: its beginning is put behind the text.
    package init(
        _ code: Code, _ description: StaticString, naming name: StaticString? = nil,
        quoting quoted: WireText? = nil, cause: String? = nil, isAlarming: Bool = false
    ) {
        self.code = code
        literal = name.map { "\(description) \($0)" } ?? "\(description)"
        let value = quoted.map { ": '\($0.excerpt(Self.quoteLimit))'" } ?? ""
        self.description = literal + value
        self.cause = cause
        self.isAlarming = isAlarming
    }

    /// In bytes of what is quoted.
    private static let quoteLimit = 64

    package enum Code: String, CaseIterable, Sendable {
        // RFC 6749 §4.1.2.1 and §5.2
        case invalidRequest = "invalid_request"
        case invalidClient = "invalid_client"
        case invalidGrant = "invalid_grant"
        case unauthorizedClient = "unauthorized_client"
        case unsupportedGrantType = "unsupported_grant_type"
        case unsupportedResponseType = "unsupported_response_type"
        case invalidScope = "invalid_scope"
        case accessDenied = "access_denied"
        case serverError = "server_error"
        case temporarilyUnavailable = "temporarily_unavailable"
        // RFC 7591 §3.2.2
        case invalidRedirectURI = "invalid_redirect_uri"
        case invalidClientMetadata = "invalid_client_metadata"
        // RFC 8707 §2
        case invalidTarget = "invalid_target"
        // OpenID Connect Core §3.1.2.6
        case loginRequired = "login_required"
        case consentRequired = "consent_required"
    }
}
