import Endpoint
import JSON
import WireText

/// Answers `/mcp`: who calls, is it readable, which revision does it speak.
struct MCPHandler: DecidingEndpoint {
    let tokenGuard: TokenGuard
    let sessionDialogue: SessionDialogue
    let statelessDialogue: StatelessDialogue

    static let methods = "POST, DELETE, OPTIONS"

    func respond(to request: EndpointRequest) async -> DemoAnswer {
        switch await tokenGuard.decide(request.headers) {
        case .refused(let answer): return answer
        case .admitted(let caller):
            var answer = respond(to: request, for: caller)
            answer.caller = caller
            return answer
        }
    }

    /// A stream that the server opens by itself is nothing this server has a use for, so `GET` is answered
    /// 405, which the revisions with sessions allow and 2026-07-28 demands.
    private func respond(to request: EndpointRequest, for caller: TokenClaims) -> DemoAnswer {
        switch request.method {
        case .post: return call(request, for: caller)
        case .delete: return sessionDialogue.end(request.headers, for: caller)
        // Those of the revisions with sessions try it at each start.
        default: return DemoAnswer(Self.notAllowed.response, .nothing)
        }
    }

    static let notAllowed = Answer.refusal(
        status: 405, "method_not_allowed",
        "this path takes POST, with a JSON-RPC message, and DELETE, which ends a session",
        headers: HeaderBlock(["Allow": methods]),
        .elsewhere("/mcp takes POST and DELETE (RFC 9110 §15.5.6): this is no MCP client"))

    private func call(_ request: EndpointRequest, for caller: TokenClaims) -> DemoAnswer {
        let headers = request.headers
        guard let type = headers["content-type"], MediaType.names(type, MediaType.json) else {
            return Answer.refusal(
                status: 415, "unsupported_media_type", "send Content-Type: application/json",
                .misunderstood("send Content-Type: application/json"))
        }
        guard MediaType.isAccepted(MediaType.json, by: headers),
            MediaType.isAccepted(MediaType.eventStream, by: headers)
        else {
            return Answer.refusal(
                status: 406, "not_acceptable", "send Accept: application/json, text/event-stream",
                .misunderstood("send Accept: application/json, text/event-stream"))
        }
        do throws(RPCMessage.Unreadable) {
            return dispatch(try RPCMessage(request.body), headers, for: caller)
        } catch {
            return RPCAnswer.fault(error.fault, to: error.id, status: 400)
        }
    }

    /// The header settles the revision. Without it a request that names one in `_meta` is of 2026-07-28 and
    /// lacks a header; any other is of a revision with sessions, whose oldest has no such header.
    private func dispatch(
        _ message: RPCMessage, _ headers: HeaderFields, for caller: TokenClaims
    ) -> DemoAnswer {
        let name = headers[RoutingHeaders.protocolVersion]
        let version = name?.ascii.flatMap(ProtocolVersion.init(rawValue:))
        if let name, version == nil, !message.namesRevision {
            return RPCAnswer.fault(.unsupportedVersion(name), to: message.request?.id, status: 400)
        }
        return version?.isStateless ?? message.namesRevision
            ? statelessDialogue.respond(to: message, headers, for: caller)
            : sessionDialogue.respond(to: message, headers, for: caller)
    }
}

extension RPCMessage {
    fileprivate var request: RPCRequest? {
        if case .request(let request) = self { request } else { nil }
    }

    fileprivate var namesRevision: Bool { request?.meta?[StatelessDialogue.protocolVersion] != nil }
}
