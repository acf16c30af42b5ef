import Foundation
import Support
import Testing

@Suite("The README")
struct ReadmeTests {
    /// In the order in which somebody new comes to them.
    private static let pages = ["README.md", "docs/flow.md"]
    private let text: String

    init() throws {
        text = try Self.text(of: "README.md")
    }

    private static func text(of page: String) throws -> String {
        try String(contentsOf: Installation.package.appendingPathComponent(page), encoding: .utf8)
    }

    @Test(
        "every command in it and in the flow by hand, pasted from top to bottom, prints what it says, and leaves nothing that git sees"
    )
    func transcripts() async throws {
        let session = try PageSession()
        for page in Self.pages {
            let transcripts = Transcript.all(in: session.adapted(try Self.text(of: page)), of: page)
            #expect(transcripts.count >= 9)
            for transcript in transcripts { try await session.type(transcript) }
        }
        let ignored = try Self.text(of: ".gitignore").split(separator: "\n")
        for name in try session.written() { #expect(ignored.contains(name[...]), "\(name)") }
        try await session.end()
    }

    @Test("a block can be pasted as it is, or says what is printed by the one before it", arguments: pages)
    func blocks(page: String) throws {
        var last = ""
        for block in FencedBlock.all(in: try Self.text(of: page)) {
            let place = "\(page), line \(block.line)"
            // What a log shows meanwhile is held against a client by ``ClientStoryTests``.
            #expect(["sh", "text", "yaml", "log"].contains(block.language), "\(place): \(block.language)")
            #expect(block.language != "text" || last == "sh", "\(place)")
            #expect(!block.lines.contains { $0.hasPrefix("$ ") || $0.hasPrefix("> ") }, "\(place)")
            last = block.language
        }
    }

    @Test("what it quotes of routes.yaml, or of a sample that is laid over it, stands there")
    func quotes() throws {
        let quoted = try ["routes.yaml", "docs/samples/nanoidp.yaml"].map {
            try String(contentsOf: Installation.package.appendingPathComponent($0), encoding: .utf8)
        }
        for block in FencedBlock.all(in: text) where block.language == "yaml" {
            let lines = block.lines.joined(separator: "\n")
            #expect(quoted.contains { $0.contains(lines) }, "line \(block.line)")
        }
    }

    @Test("its links lead to files that are there")
    func links() {
        for match in text.matches(of: /\]\(([^)#:]+)\)/) {
            let file = Installation.package.appendingPathComponent(String(match.1))
            #expect(FileManager.default.fileExists(atPath: file.path), "\(match.1)")
        }
    }
}

/// A test that compares with a pattern is worth as much as the pattern.
@Suite("Transcripts")
struct TranscriptTests {
    private func transcript(of output: String) throws -> Transcript {
        let text = "words\n```sh\nx\n```\n\n```text\n\(output)\n```\nmore\n"
        return try #require(Transcript.all(in: text, of: "page").first)
    }

    @Test("a block of commands is one paste; a block of text behind it is what it prints")
    func parsing() throws {
        let text = """
            ```sh
            one \\
                two
            three
            ```

            ```text
            out
            ```

            ```sh
            four
            ```

            ```yaml
            five: 5
            ```

            ```text
            of nothing
            ```

            """
        let all = Transcript.all(in: text, of: "page")
        #expect(all.map(\.command) == ["one \\\n    two\nthree", "four"])
        #expect(all.map(\.output) == ["out", ""])
        #expect(all.map(\.line) == [2, 12])
    }

    @Test("output is compared letter for letter, except at an ellipsis")
    func matching() throws {
        let exact = try transcript(of: "{\"a\":[1]}\nb.")
        #expect(exact.matches("{\"a\":[1]}\nb.\n"))
        #expect(!exact.matches("{\"a\":[1]}\nbc"))
        #expect(!exact.matches("{\"a\":[1]}\nb.\nmore"))
        let loose = try transcript(of: "a…z\n…\nend")
        #expect(loose.matches("a to z\nend"))
        #expect(loose.matches("az\n1\n2\nend"))
        #expect(!loose.matches("a\nz\nend"))
        #expect(!loose.matches("az\nend\nnot"))
    }

    @Test("a command that prints nothing must print nothing")
    func silence() throws {
        let silent = try #require(Transcript.all(in: "```sh\nx\n```\n", of: "page").first)
        #expect(silent.matches(""))
        #expect(!silent.matches("error"))
    }

    @Test(
        "what a server says of a command stands in a block of its own behind it, and anywhere in what it says"
    )
    func told() throws {
        let page = "```sh\nx\n```\n\n```log\na: b…\n  c\n```\n"
        let saved = try #require(Transcript.all(in: page, of: "page").first)
        #expect(saved.output.isEmpty && saved.told == "a: b…\n  c")
        #expect(saved.isTold(in: "before\na: b and more\n  c\nbehind\n"))
        #expect(!saved.isTold(in: "before a: b\n  c\n"))
        #expect(!saved.isTold(in: "a: b\n  cc\n"))
        #expect(!saved.isTold(in: "a: b\n"))
        #expect(try transcript(of: "out\n```\n\n```log\nnot of it").told.isEmpty)
    }

    @Test("of a server that goes on, the beginning is compared")
    func beginning() throws {
        let start = try transcript(of: "listening\n…")
        #expect(start.matchesStart(of: "listening\nlog\nlog\n"))
        #expect(!start.matchesStart(of: "log\nlistening\n"))
    }
}
