import Web
package import WireText

/// A refusal in the words of the RFCs, with two texts for two readers.
package struct OAuthError: Error, Equatable, Sendable {
    package let reason: any RefusalReason
    /// For the client's developer: `error_description`. A literal of ours, which may quote one value of the request
    /// (RFC 6749 §5.2 limits its characters).
    package let description: String
    /// The same without the quotation, for pages: a stranger's words under this server's name could pass for its own.
    package let literal: String
    /// For the operator. Never leave the process, never hold a secret.
    package private(set) var facts: [Fact]
    /// Who was refused, as far as that was known by then.
    package private(set) var client: ClientID?
    package private(set) var flow: FlowID?

    /// - Parameters:
    ///   - name: One of this server's own words, put behind the text.
    ///   - quoted: What the description is about, as the client sent it: its beginning is put behind the text.
    ///   - comparison: What was sent beside what would have been right, on pages too: of what has been checked to be no sentence.
    package init(
        _ reason: some RefusalReason, naming name: StaticString? = nil, quoting quoted: WireText? = nil,
        comparing comparison: String? = nil, facts: [Fact] = []
    ) {
        self.reason = reason
        let text = reason.rule.description
        literal = (name.map { "\(text) \($0)" } ?? "\(text)") + (comparison.map { ": \($0)" } ?? "")
        let value = quoted.map { ": '\($0.excerpt(Self.quoteLimit))'" } ?? ""
        description = literal + value
        self.facts = facts
    }

    /// The same, of a client and of a login: what is known already stays.
    package func of(_ client: ClientID?, in flow: FlowID? = nil) -> OAuthError {
        var error = self
        error.client = self.client ?? client
        error.flow = self.flow ?? flow
        return error
    }

    package func adding(_ fact: Fact) -> OAuthError {
        var error = self
        error.facts.append(fact)
        return error
    }

    package var code: Code { reason.rule.code }
    /// For the operator: what exactly was wrong.
    package var finding: String {
        let rule = reason.rule
        return isSame(rule.account.finding, rule.description) ? literal : "\(rule.account.finding)"
    }

    package static func == (left: OAuthError, right: OAuthError) -> Bool {
        left.reason.name == right.reason.name && left.description == right.description
            && left.facts == right.facts
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

private func isSame(_ left: StaticString, _ right: StaticString) -> Bool {
    left.utf8Start == right.utf8Start || left.description == right.description
}
