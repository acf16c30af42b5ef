package import JSON

/// What a client learns about this server before it talks to it (RFC 8414 §2).
///
/// `nil`, and for lists emptiness too, mean that the member is absent: clients refuse documents with `null` in them, and
/// a list without elements must be left out (RFC 8414 §3.2).
package struct AuthorizationServerMetadata: Sendable, Equatable {
    /// Byte for byte as configured.
    package var issuer: String
    package var authorizationEndpoint: String?
    package var tokenEndpoint: String?
    /// RFC 7591.
    package var registrationEndpoint: String?
    /// RFC 7662.
    package var introspectionEndpoint: String?
    /// RFC 7009.
    package var revocationEndpoint: String?
    /// RFC 8414 §2: the keys that this server signs with.
    package var jwksURI: String?
    package var scopesSupported: [String] = []
    package var responseTypesSupported: [String] = []
    package var responseModesSupported: [String] = []
    package var grantTypesSupported: [String] = []
    package var tokenEndpointAuthMethodsSupported: [ClientAuthenticationMethod] = []
    /// RFC 8414 §2: there where one of the methods signs.
    package var tokenEndpointAuthSigningAlgValuesSupported: [String] = []
    package var introspectionEndpointAuthMethodsSupported: [ClientAuthenticationMethod] = []
    package var revocationEndpointAuthMethodsSupported: [ClientAuthenticationMethod] = []
    package var revocationEndpointAuthSigningAlgValuesSupported: [String] = []
    /// RFC 7636.
    package var codeChallengeMethodsSupported: [String] = []
    /// RFC 9207 §3: authorization responses have `iss`.
    package var authorizationResponseIssParameterSupported: Bool?
    /// OAuth Client ID Metadata Document §5: the id of a client may be the URL of its metadata.
    package var clientIDMetadataDocumentSupported: Bool?
    package var serviceDocumentation: String?

    package init(issuer: String) {
        self.issuer = issuer
    }

    /// The document, its members always in the same order.
    package var json: JSONValue {
        [
            "issuer": .string(issuer),
            "authorization_endpoint": authorizationEndpoint.map(JSONValue.string),
            "token_endpoint": tokenEndpoint.map(JSONValue.string),
            "registration_endpoint": registrationEndpoint.map(JSONValue.string),
            "introspection_endpoint": introspectionEndpoint.map(JSONValue.string),
            "revocation_endpoint": revocationEndpoint.map(JSONValue.string),
            "jwks_uri": jwksURI.map(JSONValue.string),
            "scopes_supported": list(scopesSupported),
            "response_types_supported": list(responseTypesSupported),
            "response_modes_supported": list(responseModesSupported),
            "grant_types_supported": list(grantTypesSupported),
            "token_endpoint_auth_methods_supported": list(tokenEndpointAuthMethodsSupported.map(\.rawValue)),
            "token_endpoint_auth_signing_alg_values_supported": list(
                tokenEndpointAuthSigningAlgValuesSupported),
            "introspection_endpoint_auth_methods_supported": list(
                introspectionEndpointAuthMethodsSupported.map(\.rawValue)),
            "revocation_endpoint_auth_methods_supported": list(
                revocationEndpointAuthMethodsSupported.map(\.rawValue)),
            "revocation_endpoint_auth_signing_alg_values_supported": list(
                revocationEndpointAuthSigningAlgValuesSupported),
            "code_challenge_methods_supported": list(codeChallengeMethodsSupported),
            "authorization_response_iss_parameter_supported":
                authorizationResponseIssParameterSupported.map(JSONValue.bool),
            "client_id_metadata_document_supported":
                clientIDMetadataDocumentSupported.map(JSONValue.bool),
            "service_documentation": serviceDocumentation.map(JSONValue.string),
        ]
    }

    private func list(_ values: [String]) -> JSONValue? {
        values.isEmpty ? nil : .strings(values)
    }
}
