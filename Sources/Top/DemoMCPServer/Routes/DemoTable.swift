import Endpoint

/// Which path is what.
struct DemoTable: EndpointTable {
    let rebindingGuard: RebindingGuard
    let mcp: MCPHandler
    let resourceMetadata: PublicDocument
    let sampleClient: SampleClient
    let authorizationServerMetadata: AuthorizationServerMetadataHandler
    let issuer: String
    let log: DemoLog
    /// For each answer.
    let timeout: Duration

    private static let documentMethods = "GET, HEAD, OPTIONS"
    /// What `OPTIONS *` is told of the server as a whole (RFC 9110 §9.3.7).
    private static let allMethods = HeaderBlock(["Allow": "GET, HEAD, POST, DELETE, OPTIONS"])

    func decide(_ head: RequestHead) -> RouteDecision {
        if let objection = rebindingGuard.objection(to: head) {
            return answer(
                Answer.refusal(status: 403, "forbidden", "\(objection)", .elsewhere(Self.words(objection))),
                head, nil)
        }
        switch MCPPath.place(head.path) {
        case .endpoint: return decideMCP(head)
        case .resourceMetadata: return decideDocument(head, resourceMetadata, "resource_metadata")
        case .authorizationServerMetadata:
            return decideDocument(
                head, Telling(endpoint: authorizationServerMetadata, log: log),
                "authorization_server_metadata")
        case .sampleClient: return decideDocument(head, sampleClient.document, "sample_client")
        case .keysOfSampleClient: return decideDocument(head, sampleClient.keys, "sample_client_keys")
        case .ofAuthorizationServer: return answer(elsewhere, head, nil)
        case nil where head.path == "*":
            return answer(
                DemoAnswer(EndpointResponse(status: 204, headers: Self.allMethods), .nothing), head, nil)
        case nil: return answer(Self.nothing, head, nil)
        }
    }

    private static let nothing = Answer.refusal(
        status: 404, "not_found", "nothing is here: the MCP endpoint is /mcp",
        .elsewhere("nothing has this path (RFC 9110 §15.5.5): the MCP endpoint is /mcp"))

    private static func words(_ objection: StaticString) -> String {
        "\(objection) (RFC 9110 §15.5.4): call this server by the name in BASE_URI, or list the page's origin in ALLOWED_ORIGINS"
    }

    private var elsewhere: DemoAnswer {
        Answer.refusal(
            status: 404, "not_found",
            "the authorization server is elsewhere: its metadata, and through it its endpoints, are at "
                + MCPPath.authorizationServerMetadata,
            .elsewhere(
                "an older client takes this origin for the authorization server, which is at \(issuer) "
                    + "(RFC 9728 §3): update the client, or put both behind one origin"))
    }

    /// `GET` goes to the handler for the sake of its challenge: it is the first thing a person tries. `HEAD` goes along (RFC 9110
    /// §9.3.2).
    private func decideMCP(_ head: RequestHead) -> RouteDecision {
        switch head.method {
        case .options: return .answer(CrossOrigin.preflight(MCPHandler.methods), route: "mcp")
        case .post, .delete, .get, .head:
            return endpoint(Telling(endpoint: mcp, log: log), "mcp", bodyLimit: 1 << 20)
        default: return answer(MCPHandler.notAllowed, head, "mcp")
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
                    headers: HeaderBlock(["Allow": Self.documentMethods]),
                    .elsewhere("this document takes GET and HEAD (RFC 9110 §15.5.6)")), head, name)
        }
    }

    private func endpoint(_ handler: any EndpointHandler, _ name: String, bodyLimit: Int) -> RouteDecision {
        .endpoint(
            handler,
            EndpointPolicy(
                name: name, bodyLimit: bodyLimit, timeout: timeout, headers: CrossOrigin.headers))
    }

    private func answer(_ answer: DemoAnswer, _ head: RequestHead, _ route: String?) -> RouteDecision {
        log.tell(answer, to: head)
        return .answer(answer.response.adding(CrossOrigin.headers), route: route)
    }
}
