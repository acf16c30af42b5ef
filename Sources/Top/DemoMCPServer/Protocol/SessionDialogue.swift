import Endpoint
import JSON
import WireText

/// Streamable HTTP of 2025-03-26, 2025-06-18 and 2025-11-25: `initialize` opens a session and the rest
/// happens in it.
struct SessionDialogue: Sendable {
    let sessions: Sessions
    let tools: ToolCatalog
    let tokenGuard: TokenGuard

    static let sessionID: StaticString = "Mcp-Session-Id"

    func respond(to message: RPCMessage, _ headers: HeaderFields, for caller: TokenClaims) -> DemoAnswer {
        if case .request(let request) = message, request.method == "initialize" {
            return initialize(request, for: caller)
        }
        if let refusal = refusal(of: headers, for: caller) { return refusal }
        guard case .request(let request) = message else { return RPCAnswer.accepted }
        do throws(RPCFault) {
            return try call(request, for: caller)
        } catch {
            return RPCAnswer.fault(error, to: request.id, status: error.code.statusWithSession)
        }
    }

    /// `DELETE`: the client is done.
    func end(_ headers: HeaderFields, for caller: TokenClaims) -> DemoAnswer {
        if let refusal = refusal(of: headers, for: caller) { return refusal }
        if let id = headers[Self.sessionID]?.ascii { _ = sessions.close(id, by: caller.owner) }
        return DemoAnswer(EndpointResponse(status: 204), .nothing)
    }

    private func initialize(_ request: RPCRequest, for caller: TokenClaims) -> DemoAnswer {
        guard let requested = request.params["protocolVersion"]?.string else {
            let fault = RPCFault(.invalidParams, "protocolVersion must be a string")
            return RPCAnswer.fault(fault, to: request.id, status: fault.code.statusWithSession)
        }
        let known = requested.ascii.flatMap(ProtocolVersion.init(rawValue:)).flatMap {
            $0.isStateless ? nil : $0
        }
        let version = known ?? .newestWithSessions
        return RPCAnswer.result(
            JSONObject([
                "protocolVersion": .string(version.rawValue), "capabilities": ServerIdentity.capabilities,
                "serverInfo": ServerIdentity.info, "instructions": .string(ServerIdentity.instructions),
            ]),
            to: request.id, headers: HeaderBlock(["\(Self.sessionID)": sessions.open(for: caller.owner)]))
    }

    private func call(_ request: RPCRequest, for caller: TokenClaims) throws(RPCFault) -> DemoAnswer {
        switch request.method {
        case "ping": return RPCAnswer.result(JSONObject(), to: request.id)
        case "tools/list": return RPCAnswer.result(try tools.list(request), to: request.id)
        case "tools/call":
            let (tool, outcome) = try tools.call(request, for: caller)
            switch outcome {
            case .result(let result):
                return RPCAnswer.result(result.members, to: request.id, .called(tool: tool.name))
            case .progress(let work):
                return RPCAnswer.stream(to: request, work, .called(tool: tool.name)) { $0.members }
            case .insufficientScope(let needed): return tokenGuard.insufficientScope(needed, of: caller)
            }
        default: throw .unknownMethod(request.method)
        }
    }

    private func refusal(of headers: HeaderFields, for caller: TokenClaims) -> DemoAnswer? {
        guard let id = headers[Self.sessionID] else {
            return Answer.refusal(
                status: 400, "session_missing", "send the Mcp-Session-Id that initialize was answered with",
                .misunderstood("there is no Mcp-Session-Id: send the one that initialize was answered with"))
        }
        guard let id = id.ascii, sessions.use(id, by: caller.owner) else {
            return Answer.refusal(
                status: 404, "session_unknown", "there is no such session: initialize again",
                .misunderstood(
                    "there is no such session, or not any more: an MCP client initializes again by itself"))
        }
        return nil
    }
}
