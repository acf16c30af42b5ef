import OAuthModel
import Support
import Testing
import Web

@testable import OAuthCore

@Suite("what is told of decisions and reasons")
struct DecisionPageTests {
    private let entries = DecisionPage.chapters.flatMap(\.entries)

    @Test("docs/decisions-and-reasons.md is made of the lists that the server decides by")
    func page() {
        #expect(
            WrittenFile("docs/decisions-and-reasons.md").accepts(DecisionPage.text),
            "UPDATE_GOLDEN=1 writes it")
    }

    @Test("every name is one, and has a section, a finding and something to do")
    func complete() {
        #expect(Dictionary(grouping: entries, by: \.name).filter { $1.count > 1 }.keys.sorted() == [])
        for entry in entries {
            #expect(!entry.account.section.description.isEmpty, "\(entry.name)")
            #expect(!entry.account.finding.description.isEmpty, "\(entry.name)")
            #expect(!entry.account.remedy.description.isEmpty, "\(entry.name)")
        }
    }

    @Test("every decision has an example of its own", arguments: DecisionKind.allCases)
    func example(kind: DecisionKind) throws {
        let entry = try #require(entries.first { $0.name == kind.name })
        let isSilent = kind == .nothing || kind == .activeAgain
        #expect((entry.example == "answered") == isSilent)
    }

    @Test("what a client is told fits its alphabet, and is no more than a sentence (RFC 6749 §5.2)")
    func told() {
        for reason in allRefusalReasons {
            let text = reason.rule.description.description
            #expect(
                text.utf8.allSatisfy { (0x20...0x7e).contains($0) && $0 != 0x22 && $0 != 0x5c }, "\(text)")
            #expect(!text.hasSuffix("."), "\(text)")
        }
    }
}
