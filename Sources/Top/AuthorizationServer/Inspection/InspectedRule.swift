package import JSON
import OAuthCore
import OAuthModel
import WireText

/// How a document stands to one rule.
struct InspectedRule: Sendable {
    enum Verdict: String {
        case pass, note, fail
    }

    let name: String
    let verdict: Verdict
    /// What is asked, and where it stands.
    private(set) var rule: String?
    /// What was found.
    private(set) var found: String?

    init(_ name: String, _ verdict: Verdict, _ found: String) {
        self.name = name
        self.verdict = verdict
        self.found = found
    }

    init(_ finding: DocumentReading.Finding) {
        name = finding.rule.name
        rule = "\(finding.rule.words) (\(finding.rule.section))"
        switch finding.verdict {
        case .pass: verdict = .pass
        case .note(let words): (verdict, found) = (.note, words)
        case .fail(let error): (verdict, found) = (.fail, error.inspected)
        }
    }

    /// What clients in the field have there.
    var likes: String? { Self.habits[name] }

    private static let habits = [
        "client_id": "Codex: its URL has a query, which belongs to it",
        "methods":
            "ChatGPT: would rather use private_key_jwt, and offers none; claude.ai, VS Code, OpenCode: none",
        "keys": "ChatGPT: a jwks_uri",
        "redirect_uris":
            "Claude Code: loopback without a port; VS Code: loopback and https; claude.ai, ChatGPT: https",
        "grant_types": "claude.ai: jwt-bearer among them; VS Code: device_code",
        "application_type": "VS Code, Codex: native",
        "pages": "claude.ai, ChatGPT, VS Code: client_uri",
    ]
}

extension DocumentInspection {
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

extension OAuthError {
    /// What is wrong, and the values that show it.
    var inspected: String {
        ([description] + facts.map { "\($0.name): \($0.value)" }).joined(separator: "; ")
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String {
        self + String(repeating: " ", count: max(1, width - utf8.count))
    }
}
