import Diagnostics
import Pages
import Testing

@Suite("templates are checked when they are read")
struct TemplateErrorTests {
    @Test("a file that several pages include is told of once")
    func once() {
        let files = [
            "error.html": "{{> head.html}}" + minimal, "other.html": "{{> head.html}}" + minimal,
            "head.html": "<meta><img src=a.png>",
        ]
        var reader = TemplateReader(folder(files), served: nil)
        #expect(reader.read("error.html", for: ErrorPage.self) == nil)
        #expect(reader.read("other.html", for: ErrorPage.self) == nil)
        #expect(reader.diagnostics.map { "\($0.place) \($0.code)" } == ["head.html:1:16 blocked"])
    }

    @Test("a page with warnings can be served, and the warnings are told")
    func warnings() {
        var reader = TemplateReader(
            folder(["error.html": minimal + "<a href=\"/help\">"]), served: ServedPaths(get: [], post: []))
        #expect(reader.read("error.html", for: ErrorPage.self) != nil)
        #expect(reader.diagnostics.map(\.severity) == [.warning])
    }

    @Test(
        "a name that leads out of the folder is refused unread",
        arguments: [
            "../secret", "/etc/passwd", "a/../../b", ".hidden", "a//b", "", "a\\b", "a\nb", "a\u{0D4E}/../b",
            "a/\u{0301}/../b", "/\u{0301}",
        ])
    func outside(_ name: String) {
        let folder = TemplateFolder { _ in
            Issue.record("the file was read")
            return Array(minimal.utf8)
        }
        #expect(codes(folder, name) == ["template-file"])
    }

    @Test("a template that isn't there, can't be read or isn't text is refused")
    func unreadable() {
        #expect(told(folder([:])) == "error.html: error: there is no file 'error.html' among the templates")
        #expect(
            told(TemplateFolder { _ in throw Unreadable() })
                == "error.html: error: 'error.html' can't be read")
        for bytes: [UInt8] in [[0xff, 0xfe], Array((minimal + "\0").utf8)] {
            #expect(told(TemplateFolder { _ in bytes }) == "error.html: error: 'error.html' is not text")
        }
        let large = Array(minimal.utf8) + [UInt8](repeating: 0x20, count: 1 << 20)
        #expect(
            told(TemplateFolder { _ in large }) == "error.html: error: 'error.html' is larger than a mebibyte"
        )
    }

    @Test("a folder that doesn't exist is an error, not an empty page, and diagnostics name it")
    func nowhere() {
        #expect(
            told(TemplateFolder(path: "/nonexistent", names: []))
                == "/nonexistent/error.html: error: there is no file 'error.html' among the templates")
        // A name that leads to no file is not read without end.
        #expect(
            told(TemplateFolder(path: "/dev", names: []), "zero")
                == "/dev/zero: error: 'zero' can't be read")
        #expect(told(TemplateFolder(path: "/", names: []), "dev")?.hasSuffix("can't be read") == true)
    }

    private struct Unreadable: Error {}
}

@Suite("a template has limits")
struct TemplateLimitTests {
    @Test("sections in sections are calls when a page is made: 64 are enough")
    func depth() {
        func nested(_ count: Int) -> [String] {
            let text =
                String(repeating: "{{#detail}}", count: count)
                + String(repeating: "{{/detail}}", count: count)
            return codes(folder(["error.html": minimal + text]))
        }
        #expect(nested(64) == [])
        #expect(nested(65) == ["template-limit"])
        #expect(Set(nested(20_000)) == ["template-limit"])
    }

    @Test("files that include each other many times are not put together without end")
    func inclusions() {
        var files = ["error.html": minimal + "{{> 0}}", "40": ""]
        for number in 0..<40 { files["\(number)"] = "{{> \(number + 1)}}{{> \(number + 1)}}" }
        #expect(codes(folder(files)) == ["template-limit"])
        let large = String(repeating: " ", count: 1 << 19)
        let many = String(repeating: "{{> large}}", count: 3)
        #expect(
            Set(codes(folder(["error.html": minimal + many, "large": large]))) == ["template-limit"])
    }

    @Test("of more than 200 problems the rest is counted")
    func problems() {
        let text = minimal + String(repeating: "<img src=a>", count: 1000)
        var reader = TemplateReader(folder(["error.html": text]), served: nil)
        #expect(reader.read("error.html", for: ErrorPage.self) == nil)
        #expect(reader.diagnostics.count == 201)
        #expect(reader.diagnostics.last?.message == "and 800 more problems")
    }
}

/// All an error page needs.
let minimal = "<h1>{{title}}{{happened}}{{request_id}}. "

func folder(_ files: [String: String]) -> TemplateFolder {
    TemplateFolder { name in files[name].map { Array($0.utf8) } }
}

private func diagnostics(_ folder: TemplateFolder, _ file: String) -> [Diagnostic] {
    var reader = TemplateReader(folder, served: nil)
    _ = reader.read(file, for: ErrorPage.self)
    return reader.diagnostics
}

private func codes(_ folder: TemplateFolder, _ file: String = "error.html") -> [String] {
    diagnostics(folder, file).map(\.code)
}

private func told(_ folder: TemplateFolder, _ file: String = "error.html") -> String? {
    diagnostics(folder, file).first.map { "\($0.place): \($0.severity): \($0.message)" }
}
