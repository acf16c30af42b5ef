import JSON

/// Exists to need a scope that a first authorization doesn't ask for.
struct AdminReportTool: Tool {
    let sessions: Sessions
    let verdicts: TokenVerdicts

    let name = "admin_report"
    let title = "Admin report"
    let description = "Counts the sessions and tokens this server remembers. Needs the scope mcp:admin."
    let inputSchema: JSONValue = ["type": "object", "additionalProperties": false]
    let neededScope = [DemoScope.admin]

    func call(_ arguments: JSONObject, for caller: TokenClaims) -> ToolOutcome {
        .result(
            .value(["sessions": .integer(Int64(sessions.count)), "tokens": .integer(Int64(verdicts.count))]))
    }
}
