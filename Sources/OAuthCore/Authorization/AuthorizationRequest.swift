import JSON
import OAuthModel

/// An authorization request that has passed every check, as it waits for consent and login.
struct AuthorizationRequest: Sendable {
    let clientID: ClientID
    let redirectURI: RedirectURI
    let state: String?
    let scope: Scope
    let resources: [ResourceIndicator]
    let challenge: CodeChallenge
    let loginHint: String?
}

/// The request as it is stored. Which browser brought it is in the digest under which it is found.
struct PendingAuthorization: SealableRecord {
    static let kind = RecordKind.pendingAuthorization

    let request: AuthorizationRequest

    init(request: AuthorizationRequest) {
        self.request = request
    }

    var json: JSONObject {
        JSONObject([
            "client_id": .string(request.clientID.rawValue),
            "redirect_uri": .string(request.redirectURI.text),
            "state": request.state.map(JSONValue.string),
            "scope": .string(request.scope.text),
            "resource": .strings(request.resources.map(\.text)),
            "code_challenge": .string(request.challenge.rawValue),
            "login_hint": request.loginHint.map(JSONValue.string),
        ])
    }

    init?(json: JSONValue) {
        guard let clientID = json["client_id"]?.string, let redirectURI = json["redirect_uri"]?.string,
            let scope = json["scope"]?.scope, let resources = json["resource"]?.resources,
            let challenge = json["code_challenge"]?.string.flatMap(CodeChallenge.init)
        else { return nil }
        request = AuthorizationRequest(
            clientID: ClientID(rawValue: clientID), redirectURI: RedirectURI(redirectURI),
            state: json["state"]?.string, scope: scope, resources: resources, challenge: challenge,
            loginHint: json["login_hint"]?.string)
    }
}

/// What an upstream `state` stands for: the pending authorization that goes on when its login comes back.
struct UpstreamState: SealableRecord {
    static let kind = RecordKind.upstreamState

    let pending: String

    init(pending: String) {
        self.pending = pending
    }

    var json: JSONObject { JSONObject(["pending": .string(pending)]) }

    init?(json: JSONValue) {
        guard let pending = json["pending"]?.string else { return nil }
        self.pending = pending
    }
}
