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
        throw OAuthError(.invalidRequest, "a parameter is repeated", quoting: name)
    }

    /// It is kept until the login has come back. Clients that put more than a name into it stay well below.
    private static func stateLength(_ draft: inout AuthorizationDraft) throws(OAuthError) {
        guard draft.parameters["state"].map(\.utf8.count) ?? 0 <= maximumStateLength else {
            throw OAuthError(.invalidRequest, "state is longer than 8192 bytes")
        }
    }

    private static func responseTypePresent(_ draft: inout AuthorizationDraft) throws(OAuthError) {
        guard draft.parameters["response_type"] != nil else {
            throw OAuthError(.invalidRequest, "response_type is missing; it must be code")
        }
    }

    private static func responseType(_ draft: inout AuthorizationDraft) throws(OAuthError) {
        guard draft.parameters["response_type"] == "code" else {
            throw OAuthError(.unsupportedResponseType, "response_type must be code")
        }
    }

    private static func grantType(_ draft: inout AuthorizationDraft) throws(OAuthError) {
        let type = GrantType.authorizationCode
        guard draft.client.allows(type), draft.configuration.grantTypes.contains(type) else {
            throw OAuthError(.unauthorizedClient, "the client is not registered for", naming: type.name)
        }
    }

    private static func requestObject(_ draft: inout AuthorizationDraft) throws(OAuthError) {
        guard draft.parameters["request"] == nil, draft.parameters["request_uri"] == nil else {
            throw OAuthError(.invalidRequest, "request objects are not supported; send plain parameters")
        }
    }

    private static func responseMode(_ draft: inout AuthorizationDraft) throws(OAuthError) {
        guard draft.parameters["response_mode"] ?? "query" == "query" else {
            throw OAuthError(.invalidRequest, "response_mode must be query")
        }
    }

    private static func challengeMethod(_ draft: inout AuthorizationDraft) throws(OAuthError) {
        guard draft.parameters["code_challenge"] != nil else {
            throw OAuthError(.invalidRequest, "code_challenge is missing; PKCE with S256 is required")
        }
        guard draft.parameters["code_challenge_method"] == "S256" else {
            throw OAuthError(.invalidRequest, "code_challenge_method must be S256")
        }
    }

    private static func challenge(_ draft: inout AuthorizationDraft) throws(OAuthError) {
        guard let challenge = draft.parameters["code_challenge"]?.ascii.flatMap(CodeChallenge.init) else {
            throw OAuthError(
                .invalidRequest, "code_challenge must be 43 to 128 characters of the base64url alphabet")
        }
        draft.challenge = challenge
    }

    private static func scope(_ draft: inout AuthorizationDraft) throws(OAuthError) {
        guard let requested = Scope(draft.parameters["scope"] ?? "") else {
            throw OAuthError(.invalidScope, "scope has a character that no scope token can have")
        }
        let known = draft.configuration.knownScope
        if let unknown = requested.tokens.first(where: { !known.contains($0) }) {
            throw OAuthError(
                .invalidScope, "scope has a token that this server does not know; see scopes_supported",
                quoting: WireText(unknown.rawValue))
        }
        if let ceiling = draft.client.scopeCeiling, !requested.isSubset(of: ceiling) {
            throw OAuthError(.invalidScope, "scope is wider than this client may ask for")
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
                throw OAuthError(
                    .invalidTarget, "resource is not one that this server issues tokens for",
                    quoting: text)
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
            throw OAuthError(.loginRequired, "prompt=none, but nobody is logged in in this browser")
        }
        throw OAuthError(.consentRequired, "prompt=none, but this server always asks for consent")
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
    var request: AuthorizationRequest? {
        guard let challenge else { return nil }
        return AuthorizationRequest(
            clientID: client.id, redirectURI: redirectURI, state: parameters["state"], scope: scope,
            resources: resources,
            challenge: challenge, loginHint: AuthorizationChecks.loginHint(parameters))
    }
}
