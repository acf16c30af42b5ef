import OAuthModel
import Pages
import Timeline
import WireText

/// What of the timeline somebody wants to see, and how.
struct AskedFlows {
    enum Format: String {
        case page = "html"
        case json, text
    }

    let filter: FlowFilter
    let flow: FlowName?
    let format: Format?

    init(_ query: String) throws(OperatorRefusal) {
        guard let parameters = RequestParameters(query: query), parameters.repeated.isEmpty else {
            throw OperatorRefusal(.operatorRequestUnread)
        }
        format = try Self.word(parameters["format"], Format.init)
        filter = FlowFilter(
            client: parameters["client"], verdict: try Self.word(parameters["verdict"], Verdict.init),
            text: parameters["q"])
        flow = try parameters["flow"].map { name throws(OperatorRefusal) in
            guard let name = FlowName(name) else { throw OperatorRefusal(.flowGone) }
            return name
        }
    }

    private static func word<Word>(
        _ text: WireText?, _ read: (String) -> Word?
    ) throws(OperatorRefusal) -> Word? {
        guard let text else { return nil }
        guard let word = text.ascii.flatMap(read) else { throw OperatorRefusal(.operatorRequestUnread) }
        return word
    }

    /// The query of the same list, with its question mark; that alone where nothing is narrowed.
    var query: String {
        let pairs: [(String, WireText?)] = [
            ("client", filter.client), ("verdict", filter.verdict.map { WireText($0.rawValue) }),
            ("q", filter.text),
        ]
        return "?"
            + pairs.compactMap { name, value in value.map { "\(name)=\(percentEncoded($0.shown))" } }
            .joined(separator: "&")
    }

    var choices: [FlowsPage.Choice] {
        [FlowsPage.Choice("", "any", isChosen: filter.verdict == nil)]
            + Verdict.allCases.map {
                FlowsPage.Choice($0.rawValue, $0.words, isChosen: $0 == filter.verdict)
            }
    }
}
