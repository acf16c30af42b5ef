import Suggestions
import Testing

@Suite("what was meant by a misspelt word")
struct SuggestionTests {
    @Test("a suggestion is a slip of the hand away, and never the word itself")
    func suggestions() {
        let words = ["methods", "handler", "path", "secret_file"]
        #expect(Suggestion.nearest(to: "metods", among: words) == "methods")
        #expect(Suggestion.nearest(to: "hanlder", among: words) == "handler")
        #expect(Suggestion.nearest(to: "Path", among: words) == "path")
        #expect(Suggestion.nearest(to: "secretfiel", among: words) == "secret_file")
        #expect(Suggestion.nearest(to: "route", among: words) == nil)
        #expect(Suggestion.nearest(to: "path", among: ["path"]) == nil)
        #expect(Suggestion.nearest(to: "", among: words) == nil)
        #expect(Suggestion.nearest(to: String(repeating: "x", count: 100_000), among: words) == nil)
    }

    @Test("of several that are as near, the first; two edits only in words that are long enough")
    func near() {
        #expect(Suggestion.nearest(to: "cat", among: ["bat", "hat"]) == "bat")
        #expect(Suggestion.nearest(to: "caat", among: ["boot", "cat"]) == "cat")
        #expect(Suggestion.nearest(to: "abcd", among: ["abxy"]) == nil)
        #expect(Suggestion.nearest(to: "abcdef", among: ["abcdxy"]) == "abcdxy")
    }

    @Test("a hint is the nearest word, else what there is to choose from, and nothing where there is nothing")
    func hints() {
        #expect(
            Suggestion.hint(for: "demp", among: ["demo", "live"], called: "profiles")
                == "did you mean 'demo'?")
        #expect(
            Suggestion.hint(for: "x", among: ["demo", "live"], called: "profiles") == "profiles: demo, live")
        #expect(Suggestion.hint(for: "x", among: [], called: "profiles") == nil)
        let many = (10..<40).map { "route\($0)" }
        let hint = Suggestion.hint(for: "nothing", among: many, called: "routes")
        #expect(hint?.hasSuffix("route25, …") == true)
    }
}
