import JSON

/// Shows what the authorization server says of the token.
struct WhoamiTool: Tool {
    let name = "whoami"
    let title = "Who am I"
    let description = "Shows the claims of the access token this call came with."
    let inputSchema: JSONValue = ["type": "object", "additionalProperties": false]

    func call(_ arguments: JSONObject, for caller: TokenClaims) -> ToolOutcome {
        .result(.value(.object(caller.members)))
    }
}
