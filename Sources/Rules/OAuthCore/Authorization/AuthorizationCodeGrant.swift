import JSON
import OAuthModel
import WireText

/// What an authorization code stands for, bound to all that its redemption must agree with.
struct AuthorizationCodeGrant: SealableRecord {
    static let kind = SealedKind.authorizationCode

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
        guard let grant = GrantedAccess(json: json),
            let redirectURI = json["redirect_uri"]?.string.flatMap({ RedirectURI($0) }),
            let challenge = json["code_challenge"]?.string?.ascii.flatMap(CodeChallenge.init)
        else { return nil }
        self.grant = grant
        self.redirectURI = redirectURI
        self.challenge = challenge
    }
}

/// What the resource owner granted: to whom, what, and where it may be used. The record of a refresh token, too.
struct GrantedAccess: SealableRecord {
    static let kind = SealedKind.refreshToken

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
        var object = owner.json
        object["client_id"] = .string(clientID.rawValue)
        object["scope"] = .string(scope.text)
        object["resource"] = .strings(resources.map(\.text))
        return object
    }

    init?(json: JSONValue) {
        guard let clientID = json["client_id"]?.string.flatMap({ ClientID($0) }),
            let owner = ResourceOwner(json: json),
            let scope = json["scope"]?.scope, let resources = json["resource"]?.resources
        else { return nil }
        self.clientID = clientID
        self.owner = owner
        self.scope = scope
        self.resources = resources
    }
}
