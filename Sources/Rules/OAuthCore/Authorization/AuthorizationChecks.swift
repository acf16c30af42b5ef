import OAuthModel
import WireText

/// The checks of the authorization endpoint, in the order in which they are made, once client and redirect URI are known
/// to belong together. The first one that fails is the answer, and it goes to the redirect URI.
enum AuthorizationChecks {
    struct Check: Sendable {
        let rule: String
        let section: String
        let run: @Sendable (inout AuthorizationDraft) throws(OAuthError) -> Void
    }

    static let table: [Check] = [
        Check(rule: "no parameter but resource is repeated", section: "RFC 6749 §3.1", run: repetition),
        Check(rule: "state is at most 8 KiB", section: "RFC 6749 §4.1.1", run: stateLength),
        Check(rule: "there is a response_type", section: "RFC 6749 §4.1.1", run: responseTypePresent),
        Check(rule: "response_type is code", section: "RFC 6749 §4.1.1", run: responseType),
        Check(rule: "the client may use this grant", section: "RFC 6749 §4.1.2.1", run: grantType),
        Check(rule: "no request object", section: "RFC 9101 §6.1", run: requestObject),
        Check(
            rule: "response_mode is query", section: "OAuth 2.0 Multiple Response Types §2.1",
            run: responseMode),
        Check(rule: "code_challenge_method is S256", section: "RFC 7636 §4.3", run: challengeMethod),
        Check(rule: "code_challenge is well formed", section: "RFC 7636 §4.2", run: challenge),
        Check(rule: "scope is known", section: "RFC 6749 §3.3", run: scope),
        Check(rule: "resource is configured", section: "RFC 8707 §2", run: resource),
        Check(rule: "scope means something at resource", section: "RFC 8707 §2.2", run: scopeAtResource),
        Check(rule: "prompt=none can't be granted", section: "OpenID Connect Core §3.1.2.1", run: prompt),
    ]

    private static func repetition(_ draft: inout AuthorizationDraft) throws(OAuthError) {
        guard let name = draft.parameters.firstRepeated else { return }
        throw OAuthError(FormReason.repeatedParameter, quoting: name)
    }

    /// It is kept until the login has come back. Clients that put more than a name into it stay well below.
    private static func stateLength(_ draft: inout AuthorizationDraft) throws(OAuthError) {
        guard draft.parameters["state"].map(\.utf8.count) ?? 0 <= maximumStateLength else {
            throw OAuthError(AuthorizationReason.stateTooLong)
        }
    }

    private static func responseTypePresent(_ draft: inout AuthorizationDraft) throws(OAuthError) {
        guard draft.parameters["response_type"] != nil else {
            throw OAuthError(AuthorizationReason.responseTypeMissing)
        }
    }

    private static func responseType(_ draft: inout AuthorizationDraft) throws(OAuthError) {
        guard draft.parameters["response_type"] == "code" else {
            throw OAuthError(
                AuthorizationReason.responseTypeUnsupported,
                facts: [Fact("sent", draft.parameters["response_type"] ?? "")])
        }
    }

    private static func grantType(_ draft: inout AuthorizationDraft) throws(OAuthError) {
        let type = GrantType.authorizationCode
        guard draft.client.allows(type), draft.configuration.grantTypes.contains(type) else {
            throw OAuthError(AuthorizationReason.codeGrantUnregistered, naming: type.name)
        }
    }

    private static func requestObject(_ draft: inout AuthorizationDraft) throws(OAuthError) {
        guard draft.parameters["request"] == nil, draft.parameters["request_uri"] == nil else {
            throw OAuthError(AuthorizationReason.requestObject)
        }
    }

    private static func responseMode(_ draft: inout AuthorizationDraft) throws(OAuthError) {
        guard draft.parameters["response_mode"] ?? "query" == "query" else {
            throw OAuthError(AuthorizationReason.responseModeUnsupported)
        }
    }

    private static func challengeMethod(_ draft: inout AuthorizationDraft) throws(OAuthError) {
        guard draft.parameters["code_challenge"] != nil else {
            throw OAuthError(AuthorizationReason.challengeMissing)
        }
        guard draft.parameters["code_challenge_method"] == "S256" else {
            throw OAuthError(
                AuthorizationReason.challengeMethodUnsupported,
                facts: [Fact("sent", draft.parameters["code_challenge_method"] ?? "nothing")])
        }
    }

    private static func challenge(_ draft: inout AuthorizationDraft) throws(OAuthError) {
        guard let challenge = draft.parameters["code_challenge"]?.ascii.flatMap(CodeChallenge.init) else {
            throw OAuthError(AuthorizationReason.challengeMalformed)
        }
        draft.challenge = challenge
    }

    private static func scope(_ draft: inout AuthorizationDraft) throws(OAuthError) {
        guard let requested = Scope(draft.parameters["scope"] ?? "") else {
            throw OAuthError(AuthorizationReason.scopeMalformed)
        }
        if let error = draft.configuration.unknown(in: requested) { throw error }
        if let ceiling = draft.client.scopeCeiling, !requested.isSubset(of: ceiling) {
            throw OAuthError(
                AuthorizationReason.scopeBeyondCeiling,
                facts: [Fact("sent", requested.text), Fact("allowed", ceiling.text)])
        }
        draft.scope = requested.completed(by: draft.standingScope)
    }

    private static func resource(_ draft: inout AuthorizationDraft) throws(OAuthError) {
        let texts = draft.parameters.all("resource")
        guard !texts.isEmpty else {
            draft.resources = draft.configuration.resources.prefix(1).map(\.indicator)
            return
        }
        for text in texts {
            guard let known = ResourceIndicator(text).flatMap(draft.configuration.resource) else {
                throw draft.configuration.unknownResource(text)
            }
            if !draft.resources.contains(known.indicator) { draft.resources.append(known.indicator) }
        }
    }

    private static func scopeAtResource(_ draft: inout AuthorizationDraft) throws(OAuthError) {
        let part = draft.configuration.part(of: draft.scope, at: draft.resources)
        if !part.isEmpty, part.opensNothing { draft.scope = part.completed(by: draft.standingScope) }
        draft.scope = try draft.configuration.scope(draft.scope, at: draft.resources)
    }

    private static func prompt(_ draft: inout AuthorizationDraft) throws(OAuthError) {
        guard asksSilently(draft.parameters) else { return }
        guard draft.hasSession else {
            throw OAuthError(AuthorizationReason.loginRequired)
        }
        throw OAuthError(AuthorizationReason.consentRequired)
    }

    private static let maximumStateLength = 8192
    private static let maximumHintLength = 256

    /// The `state` that answers carry: not one that was repeated or is too long to be taken.
    static func echoedState(_ parameters: RequestParameters) -> WireText? {
        guard !parameters.isRepeated("state"), let state = parameters["state"],
            state.utf8.count <= maximumStateLength
        else { return nil }
        return state
    }

    /// The `login_hint`, unless it is too long to be kept: it is no more than a hint (OpenID Connect Core §3.1.2.1), and no reason to
    /// refuse a login.
    static func loginHint(_ parameters: RequestParameters) -> WireText? {
        parameters["login_hint"].flatMap { $0.utf8.count <= maximumHintLength ? $0 : nil }
    }

    /// The client wants an answer without any page in between.
    static func asksSilently(_ parameters: RequestParameters) -> Bool {
        parameters["prompt"]?.split(separator: UInt8(ascii: " ")).contains("none") == true
    }
}

/// What the checks read, and what they find out.
struct AuthorizationDraft {
    let parameters: RequestParameters
    let client: Client
    let redirectURI: RedirectURI
    let configuration: CoreConfiguration
    /// Known where `prompt` is `none`, else false.
    let hasSession: Bool
    var challenge: CodeChallenge?
    var scope = Scope.empty
    var resources: [ResourceIndicator] = []

    /// What a request is given that names no scope, or none that opens anything.
    var standingScope: Scope {
        client.scopeCeiling
            ?? (client.metadata.scope ?? .empty).completed(by: configuration.defaultScope)
    }

    /// The request, once every check has passed.
    var request: AuthorizationRequest {
        get throws(OAuthError) {
            guard let challenge else { throw OAuthError(AuthorizationReason.challengeMissing) }
            return AuthorizationRequest(
                clientID: client.id, redirectURI: redirectURI, state: parameters["state"], scope: scope,
                resources: resources,
                challenge: challenge, loginHint: AuthorizationChecks.loginHint(parameters))
        }
    }
}
