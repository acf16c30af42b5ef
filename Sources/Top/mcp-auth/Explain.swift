import ArgumentParser
import AuthorizationServer
import JSON
import Suggestions
import WireText

struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say what a rule of a diagnostic is for, or what a key of the manifest does.",
        discussion: """
            The code of a rule stands in brackets behind a message: [unknown-key]. A key
            is named with those above it: tokens.access_token, routes.rate_limit.
            """)

    @Argument(
        help: ArgumentHelp(
            "The code of a rule, or a key (default: a list of what there is).", valueName: "word"),
        completion: .explained)
    var word: String?

    @OptionGroup var output: OutputOptions

    private static let words = ExplainedWord.groups.flatMap(\.words)

    /// A key may be named by its end, where no other ends so.
    private var found: ExplainedWord? {
        guard let word else { return nil }
        let endings = Self.words.filter { $0.word.hasSuffix(".\(word)") }
        return Self.words.first { $0.isCalled(word) } ?? (endings.count == 1 ? endings.first : nil)
    }

    func validate() throws {
        guard let word, found == nil else { return }
        let below = Self.words.map(\.word).filter { $0.hasSuffix(".\(word)") }
        let hint =
            if let nearest = Suggestion.nearest(to: word, among: Self.words.map(\.word)) {
                "did you mean '\(nearest)'?"
            } else if !below.isEmpty {
                "there is \(below.prefix(4).joined(separator: ", "))"
            } else {
                "mcp-auth explain lists what there is"
            }
        throw ValidationError("nothing is called '\(WireText(word).excerpt(80))'\nhint: \(hint)")
    }

    func run() throws {
        guard let found else { return try list() }
        switch output.format {
        case .text: try printAnswer(found.text)
        case .json: try printAnswer(JSONValue.object(found.listing).line)
        }
    }

    private func list() throws {
        let groups = ExplainedWord.groups
        switch output.format {
        case .text:
            let width = groups.flatMap(\.listed).map(\.word.count).max() ?? 0
            let blocks = groups.map { group in
                let lines = group.listed.map { word in
                    "  \(word.word)\(String(repeating: " ", count: width - word.word.count + 2))\(word.title)"
                }
                return ([group.title + ":"] + lines).joined(separator: "\n")
            }
            try printAnswer(blocks.joined(separator: "\n\n"))
        case .json:
            let words = groups.flatMap(\.words).map { JSONValue.object($0.listing) }
            try printAnswer(JSONValue.object(JSONObject(["words": .array(words)])).line)
        }
    }
}
