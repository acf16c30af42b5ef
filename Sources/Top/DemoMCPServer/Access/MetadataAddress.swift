import OAuthModel
import Web

/// Where an issuer publishes its metadata (RFC 8414 §3.1): the well-known path goes between host and path.
struct MetadataAddress: Sendable {
    let url: String
    /// Where credentials may go by plain http: to this machine, and to the issuer where its name is one for development, since whoever
    /// wrote it vouches for it.
    let plainHTTP: PlainHTTPHosts

    /// `nil` unless the issuer is an http or https URL without user, query and fragment (RFC 8414 §2).
    init?(issuer: String) {
        guard let parts = URIParts(issuer), WebOrigin(parts)?.isWeb == true, parts.userInfo == nil,
            parts.query == nil, parts.fragment == nil
        else { return nil }
        let origin = issuer.dropLast(parts.path.utf8.count)
        let path = parts.path.hasSuffix("/") ? parts.path.dropLast() : parts.path[...]
        plainHTTP = PlainHTTPHosts(vouchingFor: parts)
        url = origin + MCPPath.authorizationServerMetadata + path
    }
}
