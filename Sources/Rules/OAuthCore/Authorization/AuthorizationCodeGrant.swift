import JSON
import OAuthModel
import WireText

/// What an authorization code stands for, bound to all that its redemption must agree with.
struct AuthorizationCodeGrant: SealableRecord {
    static let kind = SealedKind.authorizationCode

    let grant: GrantedAccess
    let redirectURI: RedirectURI
    let challenge: CodeChallenge

    init(_ pending: PendingAuthorization, owner: ResourceOwner) {
        let request = pending.request
        grant = GrantedAccess(
            clientID: request.clientID, owner: owner, scope: request.scope, resources: request.resources,
            flow: pending.flow, parts: pending.parts)
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
