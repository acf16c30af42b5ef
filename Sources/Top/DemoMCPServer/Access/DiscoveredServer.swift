import JSON
import OAuthModel
import Web
import WireText

/// What the metadata of the authorization server says, as far as this resource server needs it (RFC 8414 §2).
struct DiscoveredServer: Sendable {
    /// The document as it came.
    let document: [UInt8]
    let introspectionEndpoint: String

    /// - Throws: ``Unavailable`` with the reason in words an operator can act on.
    init(_ answer: OutboundHTTP.Answer, from address: MetadataAddress, issuer: String) throws(Unavailable) {
        let url = address.url
        guard answer.status == 200 else { throw Unavailable("\(url) answers \(answer.status)") }
        guard let metadata = (try? JSONValue.parse(answer.body))?.object else {
            throw Unavailable("\(url) is not a JSON object")
        }
        guard let named = metadata["issuer"]?.string else { throw Unavailable("\(url) names no issuer") }
        guard named == WireText(issuer) else {
            throw Unavailable(
                "it calls itself \"\(named.excerpt())\", AUTH_SERVER_URL says \"\(issuer)\": byte for byte is asked"
            )
        }
        guard let endpointText = metadata["introspection_endpoint"]?.string else {
            throw Unavailable("\(url) has no introspection_endpoint: its route is switched off")
        }
        guard let endpoint = endpointText.ascii, Self.isSafe(endpoint, address.plainHTTP) else {
            throw Unavailable(
                "introspection_endpoint \"\(endpointText.excerpt())\" is neither https nor on this machine, nor at a name of AUTH_SERVER_URL for development"
            )
        }
        document = answer.body
        introspectionEndpoint = endpoint
    }

    private static func isSafe(_ url: String, _ hosts: PlainHTTPHosts) -> Bool {
        guard let parts = URIParts(url), WebOrigin(parts)?.isWeb == true, parts.userInfo == nil,
            parts.fragment == nil
        else { return false }
        return hosts.allow(parts)
    }
}
