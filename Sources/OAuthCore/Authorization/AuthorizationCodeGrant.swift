import JSON
package import OAuthModel

/// Who logged in.
package struct ResourceOwner: Sendable, Equatable {
    package let subject: Subject
    /// For people: `username` at introspection (RFC 7662 §2.2).
    package let name: String

    package init(subject: Subject, name: String) {
        self.subject = subject
        self.name = name
    }
}

/// What an authorization code stands for, bound to all that its redemption must agree with.
struct AuthorizationCodeGrant: SealableRecord {
    static let kind = RecordKind.authorizationCode

    let grant: GrantedAccess
    let redirectURI: RedirectURI
    let challenge: CodeChallenge

    init(request: AuthorizationRequest, owner: ResourceOwner) {
        grant = GrantedAccess(
            clientID: request.clientID, owner: owner, scope: request.scope, resources: request.resources)
        redirectURI = request.redirectURI
        challenge = request.challenge
    }

    var json: JSONObject {
        var object = grant.json
        object["redirect_uri"] = .string(redirectURI.text)
        object["code_challenge"] = .string(challenge.rawValue)
        return object
    }

    init?(json: JSONValue) {
        guard let grant = GrantedAccess(json: json), let redirectURI = json["redirect_uri"]?.string,
            let challenge = json["code_challenge"]?.string.flatMap(CodeChallenge.init)
        else { return nil }
        self.grant = grant
        self.redirectURI = RedirectURI(redirectURI)
        self.challenge = challenge
    }
}

/// What the resource owner granted: to whom, what, and where it may be used. The record of a refresh token, too.
struct GrantedAccess: SealableRecord {
    static let kind = RecordKind.refreshToken

    let clientID: ClientID
    let owner: ResourceOwner
    let scope: Scope
    let resources: [ResourceIndicator]

    init(clientID: ClientID, owner: ResourceOwner, scope: Scope, resources: [ResourceIndicator]) {
        self.clientID = clientID
        self.owner = owner
        self.scope = scope
        self.resources = resources
    }

    var json: JSONObject {
        JSONObject([
            "client_id": .string(clientID.rawValue),
            "sub": .string(owner.subject.rawValue),
            "username": .string(owner.name),
            "scope": .string(scope.text),
            "resource": .strings(resources.map(\.text)),
        ])
    }

    init?(json: JSONValue) {
        guard let clientID = json["client_id"]?.string, let subject = json["sub"]?.string,
            let name = json["username"]?.string, let scope = json["scope"]?.scope,
            let resources = json["resource"]?.resources
        else { return nil }
        self.clientID = ClientID(rawValue: clientID)
        owner = ResourceOwner(subject: Subject(rawValue: subject), name: name)
        self.scope = scope
        self.resources = resources
    }
}
