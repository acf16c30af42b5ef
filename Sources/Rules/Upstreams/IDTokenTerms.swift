import JSON
import OAuthModel
import WireText

/// What a provider's ID token has to say to count for one login (OpenID Connect Core §3.1.3.7).
struct IDTokenTerms {
    let issuer: ProviderIssuer
    let clientID: String
    /// What was sent with the login; nil of a token that came with a refresh, which has none (§12.2).
    let nonce: String?

    /// How far the clocks of provider and server may differ.
    static let leeway = Duration.seconds(30)
    /// In bytes, of `sub` (§2).
    private static let longestSubject = 255

    func check(_ signed: SignedClaims, at now: Timestamp) throws(IDTokenFlaw) {
        let claims = signed.claims
        try checkIssuer(claims, key: signed.keyIssuer)
        try checkAudience(claims)
        try checkTimes(claims, at: now)
        try checkNonce(claims["nonce"])
        guard let subject = claims["sub"]?.string, (1...Self.longestSubject).contains(subject.utf8.count)
        else {
            throw IDTokenFlaw(.idTokenClaims, [Fact("claim", "sub")])
        }
    }

    private func checkNonce(_ sent: JSONValue?) throws(IDTokenFlaw) {
        guard let nonce else { return }
        guard let sent else { throw IDTokenFlaw(.idTokenNonce, [Fact("nonce", "missing")]) }
        guard sent.string == WireText(nonce) else {
            throw IDTokenFlaw(.idTokenNonce, [Fact("nonce", "another")])
        }
    }

    private func checkIssuer(_ claims: JSONObject, key: WireText?) throws(IDTokenFlaw) {
        guard let sent = claims["iss"]?.string else {
            throw IDTokenFlaw(.idTokenClaims, [Fact("claim", "iss")])
        }
        guard issuer.signs(sent, tid: claims["tid"]?.string) else {
            throw IDTokenFlaw(.idTokenIssuer, [Fact("sent", sent), Fact("asked for", "\(issuer)")])
        }
        guard issuer.admits(key: key, for: sent) else {
            throw IDTokenFlaw(
                .idTokenIssuer, [Fact("sent", sent)] + (key.map { [Fact("the key is for", $0)] } ?? []))
        }
    }

    /// Of several audiences it has to be said that it was given to this client (`azp`), and where that is said, it has to be so.
    private func checkAudience(_ claims: JSONObject) throws(IDTokenFlaw) {
        guard let value = claims["aud"], let audience = value.string.map({ [$0] }) ?? value.strings else {
            throw IDTokenFlaw(.idTokenClaims, [Fact("claim", "aud")])
        }
        let own = WireText(clientID)
        guard audience.contains(own) else {
            throw IDTokenFlaw(
                .idTokenAudience, audience.prefix(2).map { Fact("sent", $0) } + [Fact("asked for", own)])
        }
        guard let party = claims["azp"] else {
            guard audience.count == 1 else { throw IDTokenFlaw(.idTokenParty, [Fact("azp", "missing")]) }
            return
        }
        guard party.string == own else {
            throw IDTokenFlaw(
                .idTokenParty, [Fact("sent", party.string ?? "what is no text"), Fact("asked for", own)])
        }
    }

    private func checkTimes(_ claims: JSONObject, at now: Timestamp) throws(IDTokenFlaw) {
        guard let end = claims["exp"]?.moment else {
            throw IDTokenFlaw(.idTokenClaims, [Fact("claim", "exp")])
        }
        guard now < end.advanced(by: Self.leeway) else {
            throw IDTokenFlaw(.idTokenExpired, [Fact("ago", "\(now.since(end))")])
        }
        guard claims["iat"] != nil else { throw IDTokenFlaw(.idTokenClaims, [Fact("claim", "iat")]) }
        for name in ["iat", "nbf"] {
            guard let value = claims[name] else { continue }
            guard let moment = value.moment else { throw IDTokenFlaw(.idTokenClaims, [Fact("claim", name)]) }
            guard moment <= now.advanced(by: Self.leeway) else {
                throw IDTokenFlaw(.idTokenEarly, [Fact("claim", name), Fact("in", "\(moment.since(now))")])
            }
        }
    }
}
