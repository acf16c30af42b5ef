import JSON

struct AddTool: Tool {
    let name = "add"
    let title = "Add"
    let description = "Adds two numbers."
    let inputSchema: JSONValue = [
        "type": "object", "properties": ["a": ["type": "number"], "b": ["type": "number"]],
        "required": ["a", "b"], "additionalProperties": false,
    ]

    func call(_ arguments: JSONObject, for caller: TokenClaims) -> ToolOutcome {
        guard let sum = Self.sum(arguments["a"], arguments["b"]) else {
            return ToolResult.problem("a and b must be numbers with a sum that is one")
        }
        return .result(.value(["sum": sum]))
    }

    /// Whole as long as both are and their sum fits; else a fraction that is finite.
    private static func sum(_ left: JSONValue?, _ right: JSONValue?) -> JSONValue? {
        if let left = left?.integer, let right = right?.integer {
            let (sum, overflow) = left.addingReportingOverflow(right)
            if !overflow { return .integer(sum) }
        }
        guard let left = double(left), let right = double(right), (left + right).isFinite else { return nil }
        return .number(left + right)
    }

    private static func double(_ value: JSONValue?) -> Double? {
        switch value {
        case .integer(let integer): Double(integer)
        case .number(let number): number
        default: nil
        }
    }
}
