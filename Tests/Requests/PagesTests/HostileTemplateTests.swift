import Diagnostics
import Pages
import Testing

@Suite("no template breaks the reader")
struct HostileTemplateTests {
    @Test(
        "whatever pieces a template is made of, every diagnostic has its place, and what is accepted can be rendered"
    )
    func pieces() {
        var random = Numbers()
        for _ in 0..<2000 {
            let text = (0..<random.next(60)).flatMap { _ in Self.pieces[random.next(Self.pieces.count)] }
            check(Array(minimal.utf8) + text, minimal.utf8.count + text.count)
        }
    }

    @Test("whatever bytes")
    func bytes() {
        var random = Numbers()
        for _ in 0..<500 {
            let text = (0..<random.next(200)).map { _ in UInt8(random.next(256)) }
            check(text, text.count)
            // Most of them are no text; these are.
            check(text.map { $0 & 0x7f }.filter { $0 > 0 }, text.count)
        }
    }

    @Test(
        "it takes a time that grows with a template as its length does",
        arguments: [
            "{{", "{{ ", "{{{", "{{!", "{{#detail}}{{/detail}}", "{{/x}}", "{{#x}}",
            "{{^detail}}\n{{/detail}}\n", "<",
            "<a ", "<a b=\"", "<a b='x' ", "b ", "<!--", "<!-- -", "<style>", "<style></", "<title></title",
            "<svg>", "<style>url(", "<img srcset=\"a,", "{", "}", "{{title", "{{> a", "{{title <b>}}",
            "<link href=a rel ", "=", "\"", "\n", "<style>a{", "<style>@", "<style>/*", "<style>\"\\",
        ])
    func length(_ piece: String) {
        let text = Array(String(repeating: piece, count: (1 << 14) / piece.utf8.count).utf8)
        check(text, text.count)
        check(Array(minimal.utf8) + Array("<img a=\"".utf8) + text, text.count + 60)
        check(Array(minimal.utf8) + Array("<style>".utf8) + text, text.count + 60)
    }

    private func check(_ text: [UInt8], _ length: Int) {
        var reader = TemplateReader(TemplateFolder { $0 == "page" ? text : nil }, served: nil)
        let template = reader.read("page", for: ErrorPage.self)
        let diagnostics = reader.diagnostics
        #expect((template == nil) == diagnostics.contains { $0.severity == .error })
        #expect(diagnostics.count <= 201)
        for location in diagnostics.compactMap(\.location) {
            let isInside =
                location.line >= 1 && location.line <= length + 1 && location.column <= length + 1
                && (0...location.sourceLine.count).contains(location.caret) && location.length >= 1
            #expect(isInside, "\(location) of \(text.prefix(400))")
        }
        guard let template else { return }
        #expect(!template.render(ErrorPage.sample).html.isEmpty)
    }

    private static let pieces: [[UInt8]] =
        [
            "{{", "}}", "{", "}", "{{title}}", "{{#detail}}", "{{/detail}}", "{{^detail}}", "{{! x }}",
            "{{> page}}",
            "{{{title}}}", "{{tilte}}", "{{/x}}", "<", ">", "</", "<!", "<!--", "-->", "--!>",
            "<!doctype html>",
            "<p ", "<img src=", "<style>", "</style>", "<style", "<svg>", "</svg>", "<title>", "</title>",
            "<math/>",
            "style=", "onload=", "href=", "src=\"data:image/png,\"", "\"", "'", "=", "/", "a.png", "/help",
            "url(",
            ")", "@import ", ";", "@font-face{", "/*", "*/", "\\", " ", "\n", "\r\n", "\t", "é", "\u{301}",
            "x", "<a ",
            "<form action=", "srcset=\"a 1x, b\"", "\u{85}", "]]>", "<![CDATA[",
        ].map { Array($0.utf8) }

    /// The same in every run.
    private struct Numbers {
        private var state: UInt64 = 88_172_645_463_325_252

        mutating func next(_ bound: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state % UInt64(bound))
        }
    }
}
