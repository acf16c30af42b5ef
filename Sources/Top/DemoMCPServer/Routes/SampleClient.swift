import Endpoint
import JSON

/// A client that is known by a document, for who writes one: what it says of itself, and the keys that it signs with.
///
/// It stands here because it is no part of the authorization server: clients have an origin of their own. Its key is the example of
/// RFC 7515 (appendix A.3.1), whose private half the whole world knows: whoever trusts this client trusts everybody on this machine.
struct SampleClient {
    static let documentPath = "/sample-client.json"
    static let keysPath = "/sample-client-keys.json"

    let document: PublicDocument
    let keys: PublicDocument

    /// - Parameter baseURI: Of this server.
    init(baseURI: String) {
        document = PublicDocument([
            // The URL of the document itself, byte for byte.
            "client_id": .string(baseURI + Self.documentPath),
            "client_name": "Sample client",
            // Any port, on this machine (RFC 8252 §7.3).
            "redirect_uris": ["http://127.0.0.1/callback", "http://localhost/callback"],
            "grant_types": ["authorization_code", "refresh_token"],
            "response_types": ["code"],
            "application_type": "native",
            // It signs where it may, and does without where it may not.
            "token_endpoint_auth_method": "private_key_jwt",
            "token_endpoint_auth_methods_supported": ["private_key_jwt", "none"],
            "jwks_uri": .string(baseURI + Self.keysPath),
        ])
        keys = PublicDocument([
            "keys": [
                [
                    "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": "sample",
                    "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
                    "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
                ]
            ]
        ])
    }
}
