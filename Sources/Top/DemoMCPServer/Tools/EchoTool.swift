import JSON
import WireText

struct EchoTool: Tool {
    let name = "echo"
    let title = "Echo"
    let description = "Says the text it is given."
    let inputSchema: JSONValue = [
        "type": "object", "properties": ["text": ["type": "string", "description": "What to say"]],
        "required": ["text"], "additionalProperties": false,
    ]

    func call(_ arguments: JSONObject, for caller: TokenClaims) -> ToolOutcome {
        guard let text = arguments["text"]?.string else { return ToolResult.problem("text must be a string") }
        return .result(.text(text.shown))
    }
}
