import OAuthModel
import Storage

/// A way to prove who one is: what a request shows for it, and how that is held against what is known.
protocol ClientProof: Sendable {
    func check(against known: KnownCaller, _ vault: Vault) throws(OAuthError)
}

/// What is known of who a request says it is from: a client, or a resource server.
struct KnownCaller: Sendable {
    /// Any of these will do.
    let methods: [ClientAuthenticationMethod]
    let secret: SecretDigest?
}

extension OAuthError {
    /// Who fails is not told whether there is such a client, and not what was wrong.
    static func unproven(_ cause: String) -> OAuthError {
        OAuthError(.invalidClient, "client authentication failed", cause: cause)
    }
}
