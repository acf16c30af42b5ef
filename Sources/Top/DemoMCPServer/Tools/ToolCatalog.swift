import JSON
import WireText

/// The tools, in the order in which they are listed.
struct ToolCatalog: Sendable {
    let tools: [any Tool]

    /// The same for every caller, the tools that need a further scope included: a client learns of the scope
    /// by calling.
    func list(_ request: RPCRequest) throws(RPCFault) -> JSONObject {
        guard request.params["cursor"] == nil else {
            throw RPCFault(.invalidParams, "no such cursor: the list has one page")
        }
        return JSONObject(["tools": .array(tools.map(\.definition))])
    }

    func call(
        _ request: RPCRequest, for caller: TokenClaims
    ) throws(RPCFault) -> (tool: any Tool, outcome: ToolOutcome) {
        guard let name = request.params["name"]?.string else {
            throw RPCFault(.invalidParams, "name must be a string")
        }
        guard let tool = tools.first(where: { WireText($0.name) == name }) else {
            throw RPCFault(.invalidParams, "unknown tool: \(name.excerpt())")
        }
        let arguments: JSONObject
        switch request.params["arguments"] {
        case nil, .null: arguments = JSONObject()
        case .object(let members): arguments = members
        default: throw RPCFault(.invalidParams, "arguments must be an object")
        }
        guard tool.neededScope.allSatisfy(caller.grants) else {
            return (tool, .insufficientScope(tool.neededScope))
        }
        return (tool, tool.call(arguments, for: caller))
    }
}
