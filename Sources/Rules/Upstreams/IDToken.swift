import JOSE
import JSON
import OAuthModel
import WireText

/// What a provider signed about who logged in (OpenID Connect Core §2), taken apart and not believed yet.
struct IDToken {
    private let signature: JSONWebSignature

    init(_ text: WireText) throws(IDTokenFlaw) {
        do { signature = try JSONWebSignature(text) } catch {
            throw IDTokenFlaw(error.reason, [Fact("because", "\(error)")])
        }
    }

    /// `kid`.
    var keyID: WireText? { signature.keyID }

    /// What it says, where one of the keys made it.
    func claims(by set: ProviderKeySet) throws(IDTokenFlaw) -> SignedClaims {
        let keys = set.keys
        let fitting = keys.keys(for: signature.algorithm, id: keyID)
        guard !fitting.isEmpty else {
            let algorithm = Fact("alg", signature.algorithm.rawValue)
            guard let keyID else { throw IDTokenFlaw(.idTokenKey, [algorithm]) }
            throw IDTokenFlaw(
                keys.contains(keyID) ? .idTokenAlgorithm : .idTokenKey, [algorithm, Fact("kid", keyID)])
        }
        guard let key = fitting.first(where: signature.isSigned) else {
            throw IDTokenFlaw(.idTokenSignature, keyID.map { [Fact("kid", $0)] } ?? [])
        }
        guard let claims = signature.claims else {
            throw IDTokenFlaw(.idTokenMalformed, [Fact("because", "its claims are no JSON object")])
        }
        return SignedClaims(claims: claims, keyIssuer: set.issuer(of: key))
    }
}

/// Claims that a key of the provider signed.
struct SignedClaims: Sendable {
    let claims: JSONObject
    /// For which issuer the key is; nil: for all that the provider has.
    let keyIssuer: WireText?
}

struct IDTokenFlaw: Error, Equatable {
    let reason: UpstreamReason
    let facts: [Fact]

    init(_ reason: UpstreamReason, _ facts: [Fact] = []) {
        self.reason = reason
        self.facts = facts
    }

    /// It may be gone once the keys are fetched anew: the provider has others by now.
    var isOfTheKeys: Bool { reason == .idTokenKey }
}

extension JSONWebSignatureFlaw {
    fileprivate var reason: UpstreamReason {
        switch self {
        case .algorithm(let name?) where name.bytes.equalsIgnoringCase("none"): .idTokenUnsigned
        case .algorithm: .idTokenAlgorithm
        case .tooLong, .parts, .base64, .header, .keyID, .extended: .idTokenMalformed
        }
    }
}
