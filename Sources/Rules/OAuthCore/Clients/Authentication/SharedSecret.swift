import Cryptography
import OAuthModel
import Storage
import WireText

/// `client_secret_basic` and `client_secret_post` (RFC 6749 §2.3.1): a secret that both sides know, in the header or in the body.
struct SharedSecret: ClientProof {
    let method: ClientAuthenticationMethod
    let secret: WireText

    func check(against known: KnownCaller, _ vault: Vault) throws(OAuthError) {
        guard let digest = known.secret else { throw OAuthError(ClientReason.secretUnexpected) }
        guard known.methods.contains(method) else {
            throw known.registeredOtherwise(than: method)
        }
        guard constantTimeEqual(vault.digest(secret.bytes).bytes, digest.bytes) else {
            throw OAuthError(ClientReason.secretWrong)
        }
    }
}
