import Endpoint
import JSON
import WireText

/// Streamable HTTP of 2026-07-28: every request says by itself which revision it speaks and what its client
/// can do.
struct StatelessDialogue: Sendable {
    let tools: ToolCatalog
    let tokenGuard: TokenGuard

    /// Members of `_meta`.
    static let protocolVersion = "io.modelcontextprotocol/protocolVersion"
    private static let clientCapabilities = "io.modelcontextprotocol/clientCapabilities"
    private static let serverInfo = "io.modelcontextprotocol/serverInfo"

    func respond(to message: RPCMessage, _ headers: HeaderFields, for caller: TokenClaims) -> DemoAnswer {
        guard case .request(let request) = message else { return RPCAnswer.accepted }
        do throws(RPCFault) {
            try check(request, headers)
            return try call(request, for: caller)
        } catch {
            return RPCAnswer.fault(error, to: request.id, status: error.code.status)
        }
    }

    private func check(_ request: RPCRequest, _ headers: HeaderFields) throws(RPCFault) {
        guard let version = request.meta?[Self.protocolVersion]?.string else {
            throw RPCFault(.invalidParams, "params._meta lacks \(Self.protocolVersion), a string")
        }
        guard request.meta?[Self.clientCapabilities]?.object != nil else {
            throw RPCFault(.invalidParams, "params._meta lacks \(Self.clientCapabilities), an object")
        }
        try RoutingHeaders.check(headers, against: request, version: version)
        guard version.ascii.flatMap(ProtocolVersion.init(rawValue:))?.isStateless == true else {
            throw .unsupportedVersion(version)
        }
    }

    private func call(_ request: RPCRequest, for caller: TokenClaims) throws(RPCFault) -> DemoAnswer {
        switch request.method {
        case "server/discover": return answer(discovery, to: request)
        case "tools/list":
            var list = try tools.list(request)
            list["ttlMs"] = 300_000
            list["cacheScope"] = "public"
            return answer(list, to: request)
        case "tools/call":
            let (tool, outcome) = try tools.call(request, for: caller)
            switch outcome {
            case .result(let result): return answer(result.members, to: request, .called(tool: tool.name))
            case .progress(let work):
                return RPCAnswer.stream(to: request, work, .called(tool: tool.name)) {
                    Self.complete($0.members)
                }
            case .insufficientScope(let needed): return tokenGuard.insufficientScope(needed, of: caller)
            }
        default: throw .unknownMethod(request.method)
        }
    }

    private var discovery: JSONObject {
        JSONObject([
            "supportedVersions": .strings(ProtocolVersion.names), "capabilities": ServerIdentity.capabilities,
            "instructions": .string(ServerIdentity.instructions), "ttlMs": 3_600_000, "cacheScope": "public",
        ])
    }

    private func answer(
        _ result: JSONObject, to request: RPCRequest, _ decision: DemoDecision = .nothing
    ) -> DemoAnswer {
        RPCAnswer.result(Self.complete(result), to: request.id, decision)
    }

    /// What this revision adds to each result.
    private static func complete(_ result: JSONObject) -> JSONObject {
        var result = result
        result["resultType"] = "complete"
        result["_meta"] = [serverInfo: ServerIdentity.info]
        return result
    }
}
