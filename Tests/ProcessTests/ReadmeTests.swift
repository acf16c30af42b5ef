import Foundation
import Testing

@Suite("The README")
struct ReadmeTests {
    private let text: String

    init() throws {
        text = try String(
            contentsOf: Installation.package.appendingPathComponent("README.md"), encoding: .utf8)
    }

    @Test(
        "every command in it, typed from top to bottom, prints what it says, and leaves nothing that git sees"
    )
    func transcripts() async throws {
        let session = try ReadmeSession()
        let transcripts = Transcript.all(in: session.adapted(text))
        #expect(transcripts.count >= 20)
        for transcript in transcripts { try await session.type(transcript) }
        let ignored = try String(
            contentsOf: Installation.package.appendingPathComponent(".gitignore"), encoding: .utf8)
        let names = ignored.split(separator: "\n").map { $0.trimmingPrefix("/") }
        let written = try session.written()
        #expect(written.contains("tokens.json"))
        for name in written { #expect(names.contains(name[...]), "\(name)") }
        try await session.end()
    }

    @Test("a command stands in a console block, where it is run")
    func blocks() {
        for block in FencedBlock.all(in: text) {
            #expect(["console", "yaml"].contains(block.language), "line \(block.line): \(block.language)")
        }
    }

    @Test("what it quotes of routes.yaml stands there")
    func quotes() throws {
        let manifest = try String(
            contentsOf: Installation.package.appendingPathComponent("routes.yaml"), encoding: .utf8)
        for block in FencedBlock.all(in: text) where block.language == "yaml" {
            #expect(manifest.contains(block.lines.joined(separator: "\n")), "line \(block.line)")
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
    private func transcript(_ block: String) throws -> Transcript {
        try #require(Transcript.all(in: "text\n```console\n\(block)\n```\nmore\n").first)
    }

    @Test("a command may go on in further lines; what follows is its output")
    func parsing() throws {
        let text = "```console\n$ one \\\n> two\nout\n$ three\n```\n\n```yaml\n$ four\n```\n"
        let all = Transcript.all(in: text)
        #expect(all.map(\.command) == ["one \\\ntwo", "three"])
        #expect(all.map(\.output) == ["out", ""])
        #expect(all.map(\.line) == [2, 5])
    }

    @Test("output is compared letter for letter, except at an ellipsis")
    func matching() throws {
        let exact = try transcript("$ x\n{\"a\":[1]}\nb.")
        #expect(exact.matches("{\"a\":[1]}\nb.\n"))
        #expect(!exact.matches("{\"a\":[1]}\nbc"))
        #expect(!exact.matches("{\"a\":[1]}\nb.\nmore"))
        let loose = try transcript("$ x\na…z\n…\nend")
        #expect(loose.matches("a to z\nend"))
        #expect(loose.matches("az\n1\n2\nend"))
        #expect(!loose.matches("a\nz\nend"))
        #expect(!loose.matches("az\nend\nnot"))
    }

    @Test("a command that prints nothing must print nothing")
    func silence() throws {
        #expect(try transcript("$ x").matches(""))
        #expect(try !transcript("$ x").matches("error"))
    }

    @Test("of a server that goes on, the beginning is compared")
    func beginning() throws {
        let start = try transcript("$ make run\nlistening\n…")
        #expect(start.matchesStart(of: "listening\nlog\nlog\n"))
        #expect(!start.matchesStart(of: "log\nlistening\n"))
    }
}
