import Foundation
import Support
import Testing

@Suite("the recipes")
struct RecipeTests {
    private static let page = "docs/recipes.md"
    private let text: String

    init() throws {
        text = try String(
            contentsOf: Installation.package.appendingPathComponent(Self.page), encoding: .utf8)
    }

    /// What stands below each heading: first how it begins, and then the recipes.
    private var sections: [(title: String, text: String)] {
        text.components(separatedBy: "\n## ").map { part in
            let lines = part.split(separator: "\n", maxSplits: 1)
            return (String(lines.first ?? ""), String(lines.last ?? ""))
        }
    }

    @Test("each, pasted behind its beginning, does and prints what it says, and leaves nothing that git sees")
    func transcripts() async throws {
        let session = try PageSession()
        let takeAway = "echo '{}' > mine.yaml"
        #expect(Transcript.all(in: sections[0].text, of: Self.page).map(\.command).contains(takeAway))
        for (title, text) in sections {
            for transcript in Transcript.all(in: session.adapted(text), of: "\(Self.page), \(title)") {
                try await session.type(transcript)
            }
            // Once that is answered, the one before is gone.
            let away = "\(takeAway); mcp-auth reload"
            try await session.type(
                Transcript(page: Self.page, line: 0, command: away, output: "…", told: ""))
        }
        try await session.end()
        let ignored = try String(
            contentsOf: Installation.package.appendingPathComponent(".gitignore"), encoding: .utf8
        ).split(separator: "\n")
        for name in try session.written() {
            #expect(ignored.contains(name[...]) || ignored.contains("/" + name), "\(name)")
        }
    }

    @Test(
        "each is named at the beginning, says what to write, what the server says of that, and what is seen then"
    )
    func shape() throws {
        let recipes = sections.dropFirst()
        let listed = text.matches(of: /\n\| [^|]+ \| \[([^\]]+)\]\(#/).map { String($0.1) }
        #expect(listed == recipes.map(\.title))
        #expect(recipes.count >= 12)
        for (title, text) in recipes {
            let transcripts = Transcript.all(in: text, of: title)
            #expect(transcripts.last?.output.isEmpty == false, "\(title)")
            let isWritten = transcripts.contains { $0.command.contains("> mine.yaml") }
            let isTold = transcripts.contains { !$0.told.isEmpty || $0.command.hasPrefix("mcp-auth serve") }
            #expect(isWritten == isTold && isWritten == !title.contains("editor"), "\(title)")
            let languages = Set(FencedBlock.all(in: text).map(\.language))
            #expect(languages.isSubset(of: ["sh", "text", "log"]), "\(title)")
        }
    }

    @Test("what a recipe takes from another it says")
    func borrowed() {
        for (title, text) in sections {
            let commands = Transcript.all(in: text, of: title).map(\.command).joined(separator: "\n")
            let borrows = commands.contains("login") && !commands.contains("login() {")
            #expect(!borrows || text.contains("`login` and `token` [from above]"), "\(title)")
        }
    }
}
