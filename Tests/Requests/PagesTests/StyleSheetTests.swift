import Diagnostics
import Pages
import Testing

@Suite("the style sheet of all pages")
struct StyleSheetTests {
    @Test("is put together from files, without what is not for it")
    func files() {
        let (sheet, problems) = read("p > b { color: red }\n{{> a.css}}\n{{! why }}\ni {}\n")
        #expect(sheet == "p > b { color: red }\na {}\ni {}\n")
        #expect(problems.isEmpty)
    }

    @Test(
        "has nothing of a page in it, and loads nothing",
        arguments: [
            ("p { color: {{style}} }", "value-use"), ("{{#problem}}p {}{{/problem}}", "value-use"),
            ("p {}</style><p>", "template-syntax"), ("{{> b.css}}", "template-file"),
            ("@import \"other.css\";", "blocked"), ("p { background: url(/logo.png) }", "blocked"),
            ("p { background: url(https://example.com/p.png) }", "blocked"),
        ])
    func refused(_ text: String, _ code: String) {
        let (sheet, problems) = read(text)
        #expect(sheet == nil)
        #expect(problems.contains { $0.code == code }, "\(problems.map { $0.rendered() })")
    }

    @Test("a page that links to anything else is told what to write")
    func elsewhere() {
        for href in [
            "/style.css", "https://example.com/a.css", "{{style}}?", "{{style}}{{style}}", " {{style}}",
        ] {
            let text = "<link rel=\"stylesheet\" href=\"\(href)\">{{#had_session}}{{/had_session}}"
            var reader = TemplateReader(
                TemplateFolder { _ in Array(text.utf8) }, served: nil,
                frame: PageFrame(sheet: .at(path: "/s.css")))
            #expect(reader.read("page.html", for: LoggedOutPage.self) == nil, "\(href)")
            #expect(reader.diagnostics.map(\.code) == ["blocked"], "\(href)")
        }
    }

    private func read(_ text: String) -> (String?, [Diagnostic]) {
        let files = ["style.css": text, "a.css": "a {}\n"]
        var reader = TemplateReader(
            TemplateFolder(names: files.keys.sorted()) { files[$0].map { Array($0.utf8) } }, served: nil)
        let sheet = reader.readStyleSheet("style.css")
        return (sheet.map { String(decoding: $0.text, as: UTF8.self) }, reader.diagnostics)
    }
}
