import JOSE
import JSON
package import OAuthModel
package import WireText

/// `private_key_jwt`: a JSON Web Token by which a client says who it is, signed with its key (RFC 7523 §2.2, §3). Taken apart and not
/// believed yet.
package struct ClientAssertion: Sendable {
    /// `client_assertion_type`, the one that there is.
    package static let type: StaticString = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

    /// Whom it is from, as it says: `sub`, which the request need not say once more.
    package let client: ClientID
    let signature: JSONWebSignature
    let claims: JSONObject

    package init(_ text: WireText) throws(OAuthError) {
        do { signature = try JSONWebSignature(text) } catch {
            throw OAuthError(error.reason, facts: [Fact("because", "\(error)")])
        }
        let type = signature.header["typ"]
        guard
            type == nil || Self.types.contains(where: { type?.string?.bytes.equalsIgnoringCase($0) == true })
        else {
            throw OAuthError(
                ClientReason.assertionType, facts: [Fact("typ", type?.string ?? "what is no text")])
        }
        guard let claims = signature.claims else { throw OAuthError(ClientReason.assertionClaims) }
        guard let subject = claims["sub"]?.string, let client = ClientID(subject) else {
            throw OAuthError(ClientReason.assertionSubject)
        }
        guard claims["iss"]?.string == subject else {
            throw OAuthError(ClientReason.assertionIssuer).of(client)
        }
        self.claims = claims
        self.client = client
    }

    /// What the header may call it (RFC 7519 §5.1, rfc7523bis): media types are the same in any case.
    private static let types: [StaticString] = ["jwt", "client-authentication+jwt"]
}

extension JSONWebSignatureFlaw {
    fileprivate var reason: ClientReason {
        switch self {
        case .algorithm: .assertionAlgorithm
        case .tooLong, .parts, .base64, .header, .keyID, .extended: .assertionMalformed
        }
    }
}
