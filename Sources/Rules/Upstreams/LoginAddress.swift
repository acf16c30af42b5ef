import Cryptography
import OAuthCore
import OAuthModel
import Web
import WireText

/// Where a browser goes to log in (RFC 6749 §4.1.1, OpenID Connect Core §3.1.2.1).
struct LoginAddress {
    let settings: ProviderSettings
    let provider: KnownProvider
    /// The redirect URI.
    let callback: String

    /// In bytes. What is longer is nobody's name, and is left out.
    private static let hintLimit = 256

    func text(_ login: UpstreamLogin, hint: WireText?) -> String {
        var query = FormText()
        query.add("response_type", "code")
        query.add("client_id", settings.clientID)
        query.add("redirect_uri", callback)
        if !settings.scopes.isEmpty { query.add("scope", settings.scopes.joined(separator: " ")) }
        query.add("state", login.state)
        if provider.keys != nil { query.add("nonce", login.nonce) }
        if provider.hasPKCE {
            // RFC 7636 §4.2.
            query.add("code_challenge", Base64URL.encode(SHA256.hash(Array(login.verifier.utf8))))
            query.add("code_challenge_method", "S256")
        }
        if let hint, hint.utf8.count <= Self.hintLimit { query.add("login_hint", hint) }
        for parameter in settings.parameters { query.add(parameter.name, parameter.value) }
        return query.added(to: provider.authorization.text)
    }
}
