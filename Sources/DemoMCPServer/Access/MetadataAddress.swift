import OAuthModel

/// Where an issuer publishes its metadata (RFC 8414 §3.1): the well-known path goes between host and path.
struct MetadataAddress: Sendable {
    let url: String

    /// `nil` unless the issuer is an http or https URL without user, query and fragment (RFC 8414 §2).
    init?(issuer: String) {
        guard let parts = URIParts(issuer), WebOrigin(parts) != nil, parts.query == nil, parts.fragment == nil
        else { return nil }
        let origin = issuer.dropLast(parts.path.utf8.count)
        let path = parts.path.hasSuffix("/") ? parts.path.dropLast() : parts.path[...]
        url = origin + MCPPath.authorizationServerMetadata + path
    }
}
