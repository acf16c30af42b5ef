import Endpoint
import JSON

/// A document that is the same as long as the server runs.
struct PublicDocument: EndpointHandler {
    private let response: EndpointResponse

    init(_ document: JSONValue) {
        response = Answer.document(document.serialized(), maxAge: 60)
    }

    func respond(to request: EndpointRequest) async -> EndpointResponse { response }
}

extension PublicDocument {
    /// Metadata of the protected resource (RFC 9728 §3.2).
    static func resourceMetadata(_ configuration: DemoConfiguration) -> PublicDocument {
        PublicDocument([
            "resource": .string(configuration.resource),
            "authorization_servers": [.string(configuration.issuer)],
            "scopes_supported": .strings(DemoScope.supported),
            "bearer_methods_supported": ["header"],
            "resource_name": "mcp-auth demo MCP server",
        ])
    }
}

/// The authorization server's own metadata, passed on as it is.
struct AuthorizationServerMetadataHandler: DecidingEndpoint {
    let discovery: Discovery

    func respond(to request: EndpointRequest) async -> DemoAnswer {
        do throws(Unavailable) {
            return DemoAnswer(
                Answer.document(try await discovery.freshServer().document, maxAge: 30), .nothing)
        } catch {
            return Answer.unavailable(error)
        }
    }
}
