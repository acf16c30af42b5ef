package import JSON

/// What was looked at, rule by rule.
package struct Inspection: Sendable {
    let lines: [InspectedRule]

    package var passes: Bool { !lines.contains { $0.verdict == .fail } }

    /// For people: a rule, and below it what was found and who does the like.
    package var text: String {
        lines.flatMap { line in
            let head = "\(line.verdict.rawValue)  \(line.name)".padding(to: 24)
            let further = [line.rule == nil ? nil : line.found, line.likes.map { "as in the field: \($0)" }]
            return [head + (line.rule ?? line.found ?? "")]
                + further.compactMap { $0.map { String(repeating: " ", count: 24) + $0 } }
        }.joined(separator: "\n")
    }

    /// For programs.
    package var listing: JSONObject {
        JSONObject([
            "passes": .bool(passes),
            "rules": .array(
                lines.map { line in
                    .object(
                        JSONObject([
                            "rule": .string(line.name), "verdict": .string(line.verdict.rawValue),
                            "asks": line.rule.map { .string($0) }, "found": line.found.map { .string($0) },
                            "field": line.likes.map { .string($0) },
                        ]))
                }),
        ])
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String {
        self + String(repeating: " ", count: max(1, width - utf8.count))
    }
}
