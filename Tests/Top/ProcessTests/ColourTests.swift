import Foundation
import Support
import Testing

@Suite("colours")
struct ColourTests {
    private func check(_ variables: String = "", to place: String) async throws -> String {
        let workplace = try Workplace()
        try workplace.edit("handler: oauth.token", "handler: oauth.tokne")
        let terminal = try Terminal()
        let process = try workplace.start("\(variables) mcp-auth check \(place)", in: terminal)
        #expect(try await process.ended() == .status(2))
        return terminal.shown() + process.output
    }

    @Test("a terminal is shown what is wrong in colours: the kind, the words, the caret, the hint")
    func terminal() async throws {
        let shown = try await check("TERM=xterm", to: "2>/dev/tty")
        let error = "\u{1b}[1;31merror:\u{1b}[0m \u{1b}[1mthere is no handler 'oauth.tokne'\u{1b}[0m"
        #expect(shown.contains(error + " [unknown-handler]"), "\(shown)")
        #expect(shown.contains("\u{1b}[32m^~~~~~~~~~~\u{1b}[0m"))
        #expect(shown.contains("\u{1b}[1;36mhint:\u{1b}[0m did you mean"))
    }

    @Test(
        "it is plain where a program reads, and where somebody has said so",
        arguments: [
            ("TERM=xterm", "2>&1"), ("NO_COLOR=1", "2>/dev/tty"), ("TERM=dumb", "2>/dev/tty"),
        ])
    func plain(variables: String, place: String) async throws {
        let shown = try await check(variables, to: place)
        #expect(shown.contains(" error: there is no handler 'oauth.tokne' [unknown-handler]"), "\(shown)")
        #expect(!shown.contains("\u{1b}["))
    }
}
