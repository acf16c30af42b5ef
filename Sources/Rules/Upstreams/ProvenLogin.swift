package import JSON
package import OAuthCore

/// What a provider says of who logged in, once all of it was checked that can be without the manifest's rules for people.
package struct ProvenLogin: Sendable {
    /// The ID token's, then what the userinfo endpoint has beside them, then further documents under their names.
    package let claims: JSONObject
    /// Nil where they are not kept.
    package let tokens: UpstreamTokens?
}
