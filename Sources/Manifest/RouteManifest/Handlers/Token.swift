import OAuthModel
import StrictYAML

extension HandlerDescriptor {
    static let token = HandlerDescriptor(
        words:
            "Gives tokens for codes, for refresh tokens, and to clients that act for themselves (RFC 6749 §3.2).",
        shipped: ("token", "/oauth/token"), methods: [.post], callers: [.client],
        options: .none(.token) { field, decoding in decoding.takeMoved(from: field) },
        metadata: { metadata, advertised in
            metadata.tokenEndpoint = advertised.url
            metadata.tokenEndpointAuthMethodsSupported = advertised.authenticationMethods
            metadata.tokenEndpointAuthSigningAlgValuesSupported = advertised.signingAlgorithms
            metadata.grantTypesSupported = advertised.grantTypes
                .filter { !$0.needsRedirect || advertised.served.contains(.authorize) }
                .map(\.rawValue)
        })
}
