import Diagnostics
package import JSON
import OAuthCore
import Pages
import RouteManifest
import StrictYAML
import Timeline
import Web
import WireText

/// A word that `mcp-auth explain` tells of.
package struct ExplainedWord: Sendable {
    package let word: String
    /// One sentence.
    package let title: String
    /// All there is to say, for people.
    package let text: String
    /// The same for programs.
    package let listing: JSONObject

    /// Words of one kind.
    package struct Group: Sendable {
        package let title: String
        package let words: [ExplainedWord]
        /// Those that a list of all shows.
        package let listed: [ExplainedWord]

        fileprivate init(
            title: String, words: [ExplainedWord], listing isListed: (ExplainedWord) -> Bool = { _ in true }
        ) {
            self.title = title
            self.words = words
            listed = words.filter(isListed)
        }
    }

    /// In the order in which they are listed; a further kind of words is a line here.
    package static let groups = [
        Group(
            title: "rules of the manifest", words: DiagnosticCode.allCases.map { Self($0, $0.explanation) }),
        Group(title: "rules of templates", words: TemplateRule.allCases.map { Self($0, $0.explanation) }),
        Group(
            title: "sections of the manifest, whose keys are explained as well (server.port)",
            words: ManifestLanguage.keys.map { Self($0) }, listing: { !$0.word.contains(".") }),
        Group(title: "handlers of routes", words: HandlerName.allCases.map { Self($0) }),
        Group(
            title: "decisions, and the reasons for them, as the log names them",
            words: DecisionPage.chapters.flatMap(\.entries).map { Self($0) }),
        Group(
            title: "where an attempt to log in can stop, as the timeline names it",
            words: Stop.allCases.map { Self($0) }),
    ]

    /// Places in lists and names of the user's own may be left out: `clients.scopes`, `routes.path`.
    package func isCalled(_ text: String) -> Bool { word == text || Self.short(word) == Self.short(text) }

    private static func short(_ path: String) -> String {
        path.replacing("[]", with: "").replacing(".NAME", with: "")
    }
}

extension ExplainedWord {
    private init(_ code: some DiagnosticRule, _ explanation: Explanation) {
        self.init(
            word: code.rawValue, title: explanation.title, text: explanation.text(of: code.rawValue),
            listing: JSONObject([
                "code": .string(code.rawValue), "severity": .string(explanation.level.rawValue),
                "title": .string(explanation.title), "why": .string(explanation.why),
                "remedy": .string(explanation.remedy), "broken": .string(explanation.broken),
                "mended": .string(explanation.mended),
            ]))
    }

    private init(_ key: ManifestLanguage.PlacedKey) {
        let entry = key.entry
        let keys = entry.shape.keys.map(\.name)
        let facts =
            [("takes", entry.shape.words), ("default", entry.standing.words), ("example", entry.example)]
            + (keys.isEmpty ? [] : [("keys", keys.joined(separator: ", "))])
            + [("for", entry.reader), ("since", entry.since)]
        let lines = facts.filter { !$0.1.isEmpty }.map { name, text in
            name + String(repeating: " ", count: 9 - name.count) + text
        }
        self.init(
            word: key.path, title: Self.firstSentence(entry.words),
            text: "\(key.path)\n\n\(wrapped(entry.words))\n\n\(lines.joined(separator: "\n"))",
            listing: JSONObject([
                "key": .string(key.path), "takes": .string(entry.shape.words),
                "default": .string(entry.standing.words), "example": .string(entry.example),
                "words": .string(entry.words),
                "keys": keys.isEmpty ? nil : .array(keys.map { .string($0) }),
                "for": .string(entry.reader), "since": .string(entry.since),
            ]))
    }

    private init(_ handler: HandlerName) {
        let facts = handler.facts.map { name, words in
            name + String(repeating: " ", count: 13 - name.count) + words
        }
        self.init(
            word: handler.rawValue, title: Self.firstSentence(handler.words),
            text: "\(handler.rawValue)\n\n\(wrapped(handler.words))\n\n\(facts.joined(separator: "\n"))",
            listing: JSONObject([
                "handler": .string(handler.rawValue), "words": .string(handler.words),
                "route": .object(
                    handler.facts.reduce(into: JSONObject()) { $0[WireText($1.name)] = .string($1.words) }),
            ]))
    }

    private init(_ entry: DecisionEntry) {
        let account = entry.account
        let facts =
            [("stands in", "\(account.section)")] + (entry.told.map { [("told", $0)] } ?? [])
            + [("to do", "\(account.remedy)"), ("log", entry.example)]
        let lines = facts.map { name, text in name + String(repeating: " ", count: 11 - name.count) + text }
        self.init(
            word: entry.name, title: "\(account.finding)",
            text: "\(entry.name)\n\n\(wrapped("\(account.finding)"))\n\n\(lines.joined(separator: "\n"))",
            listing: JSONObject([
                "decision": .string(entry.name), "finding": .string("\(account.finding)"),
                "section": .string("\(account.section)"), "remedy": .string("\(account.remedy)"),
                "told": entry.told.map { .string($0) }, "log": .string(entry.example),
            ]))
    }

    private init(_ stop: Stop) {
        let account = stop.account
        self.init(
            word: stop.name, title: "\(account.finding)",
            text: "\(stop.name)\n\n\(wrapped("\(account.finding)"))\n\n"
                + "stands in  \(account.section)\nto do      \(account.remedy)",
            listing: JSONObject([
                "stop": .string(stop.name), "finding": .string("\(account.finding)"),
                "section": .string("\(account.section)"), "remedy": .string("\(account.remedy)"),
            ]))
    }

    private static func firstSentence(_ text: String) -> String {
        let end = text.firstRange(of: ". ")?.lowerBound ?? text.endIndex
        return String(text[..<end].hasSuffix(".") ? text[..<end].dropLast() : text[..<end])
    }
}
