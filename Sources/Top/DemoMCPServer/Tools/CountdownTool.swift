import JSON

/// Counts to zero, and tells each step on the stream of its answer.
struct CountdownTool: Tool {
    let clock: DemoClock

    let name = "countdown"
    let title = "Countdown"
    let description = "Counts down to zero and reports its progress on the way."
    let inputSchema: JSONValue = [
        "type": "object",
        "properties": [
            "from": ["type": "integer", "minimum": 1, "maximum": 20, "default": 5],
            "interval_ms": ["type": "integer", "minimum": 0, "maximum": 2000, "default": 500],
        ],
        "additionalProperties": false,
    ]

    func call(_ arguments: JSONObject, for caller: TokenClaims) -> ToolOutcome {
        guard let start = Self.integer(arguments["from"], in: 1...20, default: 5) else {
            return ToolResult.problem("from must be an integer from 1 to 20")
        }
        guard let interval = Self.integer(arguments["interval_ms"], in: 0...2000, default: 500) else {
            return ToolResult.problem("interval_ms must be an integer from 0 to 2000")
        }
        return .progress { [clock] progress in
            for step in 1...start {
                try await clock.sleep(.milliseconds(interval))
                try await progress.report(step, of: start, "\(start - step)")
            }
            return .value(["steps": .integer(Int64(start))])
        }
    }

    private static func integer(_ value: JSONValue?, in range: ClosedRange<Int>, default: Int) -> Int? {
        guard let value else { return `default` }
        return value.integer.flatMap { Int(exactly: $0) }.flatMap { range.contains($0) ? $0 : nil }
    }
}
