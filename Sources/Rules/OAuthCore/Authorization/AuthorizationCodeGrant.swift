import JSON
import OAuthModel
import WireText

/// What an authorization code stands for, bound to all that its redemption must agree with.
struct AuthorizationCodeGrant: SealableRecord {
    static let kind = SealedKind.authorizationCode

    let grant: GrantedAccess
    let redirectURI: RedirectURI
    let challenge: CodeChallenge
    /// To be kept once the code is redeemed, and no longer than the code lives if it never is.
    let tokens: UpstreamTokens?

    init(_ pending: PendingAuthorization, owner: ResourceOwner, tokens: UpstreamTokens? = nil) {
        let request = pending.request
        grant = GrantedAccess(
            clientID: request.clientID, owner: owner, scope: request.scope, resources: request.resources,
            flow: pending.flow, parts: pending.parts.keepingLogin(at: tokens?.upstream))
        self.tokens = tokens
        redirectURI = request.redirectURI
        challenge = request.challenge
    }

    var json: JSONObject {
        var object = grant.json
        object["redirect_uri"] = .string(redirectURI.text)
        object["code_challenge"] = .string(challenge.rawValue)
        object["upstream_tokens"] = (tokens?.json).map(JSONValue.object)
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
        tokens = json["upstream_tokens"].flatMap { UpstreamTokens(json: $0) }
    }
}
