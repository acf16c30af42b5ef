import OAuthModel

/// `none`: a public client only says who it is (RFC 6749 §2.1).
struct NoProof: ClientProof {
    func check(against known: KnownCaller, _ vault: Vault) throws(OAuthError) {
        guard known.methods.contains(.none) else {
            throw OAuthError(
                known.methods.contains(where: \.hasSecret)
                    ? ClientReason.secretMissing : ClientReason.assertionMissing)
        }
    }
}
