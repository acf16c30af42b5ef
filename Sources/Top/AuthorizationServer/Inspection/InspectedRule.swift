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
    var likes: String? { rule == nil ? nil : Self.habits[name] }

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

extension OAuthError {
    /// What is wrong, and the values that show it.
    var inspected: String {
        ([description] + facts.map { "\($0.name): \($0.value)" }).joined(separator: "; ")
    }
}
