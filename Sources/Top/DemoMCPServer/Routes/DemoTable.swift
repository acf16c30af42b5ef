import Endpoint

/// Which path is what.
struct DemoTable: EndpointTable {
    let rebindingGuard: RebindingGuard
    let mcp: MCPHandler
    let resourceMetadata: ResourceMetadataHandler
    let authorizationServerMetadata: AuthorizationServerMetadataHandler
    let issuer: String
    /// For each answer.
    let timeout: Duration

    private static let documentMethods = "GET, HEAD, OPTIONS"
    /// What `OPTIONS *` is told of the server as a whole (RFC 9110 §9.3.7).
    private static let allMethods = HeaderBlock(["Allow": "GET, HEAD, POST, DELETE, OPTIONS"])

    func decide(_ head: RequestHead) -> RouteDecision {
        if let objection = rebindingGuard.objection(to: head) {
            return answer(Answer.refusal(status: 403, "forbidden", "\(objection)"), nil)
        }
        switch MCPPath.place(head.path) {
        case .endpoint: return decideMCP(head)
        case .resourceMetadata: return decideDocument(head, resourceMetadata, "resource_metadata")
        case .authorizationServerMetadata:
            return decideDocument(head, authorizationServerMetadata, "authorization_server_metadata")
        case .ofAuthorizationServer: return answer(elsewhere, nil)
        case nil where head.path == "*":
            return answer(EndpointResponse(status: 204, headers: Self.allMethods), nil)
        case nil: return answer(Self.nothing, nil)
        }
    }

    private static let nothing = Answer.refusal(
        status: 404, "not_found", "nothing is here: the MCP endpoint is /mcp")

    private var elsewhere: EndpointResponse {
        Answer.refusal(
            status: 404, "not_found",
            "the authorization server is elsewhere: its metadata, and through it its endpoints, are at "
                + MCPPath.authorizationServerMetadata,
            cause: "an older client takes this origin for the authorization server, which is at \(issuer): "
                + "update the client, or put both behind one origin")
    }

    /// `GET` goes to the handler for the sake of its challenge: it is the first thing a person tries. `HEAD` goes along (RFC 9110
    /// §9.3.2).
    private func decideMCP(_ head: RequestHead) -> RouteDecision {
        switch head.method {
        case .options: return .answer(CrossOrigin.preflight(MCPHandler.methods), route: "mcp")
        case .post, .delete, .get, .head: return endpoint(mcp, "mcp", bodyLimit: 1 << 20)
        default: return answer(MCPHandler.notAllowed, "mcp")
        }
    }

    private func decideDocument(
        _ head: RequestHead, _ handler: any EndpointHandler, _ name: String
    ) -> RouteDecision {
        switch head.method {
        case .options: return .answer(CrossOrigin.preflight(Self.documentMethods), route: name)
        case .get, .head: return endpoint(handler, name, bodyLimit: 0)
        default:
            return answer(
                Answer.refusal(
                    status: 405, "method_not_allowed", "this document takes GET and HEAD",
                    headers: HeaderBlock(["Allow": Self.documentMethods])), name)
        }
    }

    private func endpoint(_ handler: any EndpointHandler, _ name: String, bodyLimit: Int) -> RouteDecision {
        .endpoint(
            handler,
            EndpointPolicy(
                name: name, bodyLimit: bodyLimit, timeout: timeout, headers: CrossOrigin.headers))
    }

    private func answer(_ response: EndpointResponse, _ route: String?) -> RouteDecision {
        .answer(response.adding(CrossOrigin.headers), route: route)
    }
}
