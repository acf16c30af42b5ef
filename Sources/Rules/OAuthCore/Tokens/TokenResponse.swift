package import JSON
package import OAuthModel

/// A successful answer of the token endpoint (RFC 6749 §5.1).
package struct TokenResponse: Sendable {
    package let accessToken: String
    package let refreshToken: String?
    /// What is left of the access token's life.
    package let lifetime: Duration
    package let scope: Scope
    /// Why it was given.
    let way: IssuingWay
    /// Whether the login still holds that the grant comes from, where a provider was asked.
    var confirmation: LoginConfirmation?

    package var json: JSONObject {
        JSONObject([
            "access_token": .string(accessToken),
            "token_type": "Bearer",
            "expires_in": .integer(max(0, lifetime.wholeSeconds)),
            "scope": .string(scope.text),
            "refresh_token": refreshToken.map(JSONValue.string),
        ])
    }
}
