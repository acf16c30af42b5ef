import Pages
import Testing

@Suite("templates are checked when they are loaded")
struct TemplateErrorTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let rule: String
        let template: String
        let expected: String
        var testDescription: String { rule }
    }

    @Test("a broken template is refused with file, line, column and remedy", arguments: cases)
    func refused(_ item: Case) {
        #expect(problems(["error.html": item.template]) == item.expected)
    }

    @Test("what the page can't do without must be on it")
    func required() {
        #expect(
            problems(["error.html": "<h1>{{title}}</h1>{{happened}}"]) == """
                error.html: "request_id" is not on the page, which can't do without it
                    hint: the shipped template shows how it is used
                """)
    }

    @Test("all problems are reported in one run, in the order they stand")
    func all() {
        let found = problems(["error.html": "{{titel}}\n{{{happened}}}\n{{> nav.html}}\n<p>{{/x}}"])
        let lines = found?.split(separator: "\n").filter { !$0.hasPrefix(" ") }.map { $0.prefix(16) }
        #expect(lines == ["error.html:1:1: ", "error.html:2:1: ", "error.html:3:1: ", "error.html:4:4: "])
    }

    @Test("a problem in an included file names that file and its line")
    func included() {
        let found = problems([
            "error.html": "\n\n{{> nav.html}}\n" + minimal, "nav.html": "<nav>\n{{titel}}\n</nav>\n",
        ])
        #expect(
            found == """
                nav.html:2:1: there is no value "titel" here
                    hint: did you mean "title"?
                """)
    }

    @Test("files that include each other are refused, not followed without end")
    func cycle() {
        let found = problems([
            "error.html": "{{> a.html}}" + minimal, "a.html": "{{> b.html}}", "b.html": "{{> a.html}}",
        ])
        #expect(found == "b.html:1:1: a.html includes itself")
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
        #expect(throws: TemplateError.self) { try PageTemplate<ErrorPage>(name, in: folder) }
    }

    @Test("a template that isn't there, can't be read or isn't text is refused")
    func unreadable() {
        #expect(problems([:]) == "error.html: there is no file \"error.html\" among the templates")
        #expect(
            problems(in: TemplateFolder { _ in throw Unreadable() })
                == "error.html: \"error.html\" can't be read\n    hint: it has to be a file that this user may read"
        )
        for bytes: [UInt8] in [[0xff, 0xfe], Array((minimal + "\0").utf8)] {
            #expect(
                problems(in: TemplateFolder { _ in bytes })
                    == "error.html: \"error.html\" is not text\n    hint: save it in UTF-8")
        }
        let large = Array(minimal.utf8) + [UInt8](repeating: 0x20, count: 1 << 20)
        #expect(
            problems(in: TemplateFolder { _ in large })
                == "error.html: \"error.html\" is larger than a mebibyte\n    hint: is it the right file?")
    }

    @Test("a folder that doesn't exist is an error, not an empty page")
    func nowhere() {
        #expect(
            problems(in: TemplateFolder(path: "/nonexistent"))
                == "error.html: there is no file \"error.html\" among the templates")
        // A name that leads to no file is not read without end.
        #expect(
            problems(in: TemplateFolder(path: "/dev"), "zero")
                == "zero: \"zero\" is larger than a mebibyte\n    hint: is it the right file?")
        #expect(problems(in: TemplateFolder(path: "/"), "dev")?.contains("can't be read") == true)
    }

    @Test("names of list elements are known inside of their section only")
    func scope() throws {
        let found = problems(["consent.html": "{{scope}}"], for: ConsentPage.self, "consent.html")
        #expect(found?.hasPrefix("consent.html:1:1: there is no value \"scope\" here") == true)
    }

    @Test("the shipped templates have no problem")
    func shippedTemplates() throws {
        _ = try PageTemplate<ConsentPage>("consent.html", in: shipped)
        _ = try PageTemplate<LoginPage>("login.html", in: shipped)
        _ = try PageTemplate<ErrorPage>("error.html", in: shipped)
        _ = try PageTemplate<LoggedOutPage>("logged_out.html", in: shipped)
    }

    private static let cases =
        [
            Case(
                rule: "an unknown name, with what was meant", template: minimal + "\n<p>\n  {{hapened}}",
                expected:
                    "error.html:3:3: there is no value \"hapened\" here\n    hint: did you mean \"happened\"?"
            ),
            Case(
                rule: "an unknown name far from any", template: minimal + "{{password}}",
                expected: "error.html:1:42: there is no value \"password\" here\n"
                    + "    hint: there are continue_host, continue_href, detail, happened, remedy, request_id, title"
            ),
            Case(
                rule: "three braces", template: minimal + "{{{title}}}",
                expected:
                    "error.html:1:42: a value must not stand on the page unescaped\n    hint: write {{title}}"
            ),
            Case(
                rule: "an ampersand", template: minimal + "{{& title }}",
                expected:
                    "error.html:1:42: a value must not stand on the page unescaped\n    hint: write {{title}}"
            ),
            Case(
                rule: "a section that stays open", template: minimal + "{{#continue_href}}x",
                expected:
                    "error.html:1:42: {{#continue_href}} is never closed\n    hint: add {{/continue_href}}"),
            Case(
                rule: "an end that closes another section",
                template: minimal + "{{#continue_href}}{{/title}}{{/continue_href}}",
                expected:
                    "error.html:1:60: {{/title}} closes nothing\n    hint: open is {{#continue_href}} of line 1"
            ),
            Case(
                rule: "a tag without its end", template: minimal + "\n{{title",
                expected: "error.html:2:1: a tag is never closed\n    hint: add }}"),
            Case(
                rule: "a section on what is always there", template: minimal + "{{#title}}{{/title}}",
                expected:
                    "error.html:1:42: \"title\" is always there\n    hint: write {{title}} without a section"),
            Case(
                rule: "a value in a tag without quotes", template: minimal + "<a href={{continue_href}}>",
                expected: "error.html:1:50: a value in a tag must stand between quotes\n"
                    + "    hint: write name=\"{{continue_href}}\""),
            Case(
                rule: "a value in a style sheet", template: minimal + "<style>a{color:{{title}}}</style>",
                expected: "error.html:1:57: a style element must be the same for every answer\n"
                    + "    hint: its digest stands in the page's policy"),
            Case(
                rule: "a style sheet that stays open", template: minimal + "<style>a{}",
                expected:
                    "error.html: a style element is never closed\n    hint: write </style>, without a space"),
            Case(
                rule: "a script", template: minimal + "\n<b><script>x()</script>",
                expected: "error.html:2:11: scripts never run on this page\n"
                    + "    hint: its policy allows no script: remove it"),
            Case(
                rule: "a style attribute", template: minimal + "\n<p style=\"x\">",
                expected: "error.html:2:9: style attributes have no effect on this page\n"
                    + "    hint: its policy allows style elements only: use a class"),
            Case(
                rule: "an event handler", template: minimal + "\n<p onClick='x'>",
                expected: "error.html:2:11: onclick never runs on this page\n"
                    + "    hint: its policy allows no script: remove it"),
            Case(
                rule: "an included file that isn't there", template: minimal + "{{> nav.html}}",
                expected: "error.html:1:42: there is no file \"nav.html\" among the templates"),
        ] + unsupported

    /// What would change the escaping, or what is looked up at run time only.
    private static let unsupported = [
        "{{% CONTENT_TYPE: TEXT}}", "{{=<% %>=}}", "{{<layout.html}}", "{{$title}}", "{{> *title}}",
    ].map {
        Case(
            rule: $0, template: minimal + $0,
            expected: "error.html:1:42: this kind of tag is not understood\n"
                + "    hint: there are {{name}}, {{#name}}, {{^name}}, {{/name}}, {{> file}} and {{! comment}}"
        )
    }

    private struct Unreadable: Error {}
}

/// All an error page needs.
private let minimal = "<h1>{{title}}{{happened}}{{request_id}}. "

private func problems<Page: PageModel>(
    _ files: [String: String], for page: Page.Type = ErrorPage.self, _ name: String = "error.html"
) -> String? {
    problems(in: TemplateFolder { name in files[name].map { Array($0.utf8) } }, for: page, name)
}

private func problems<Page: PageModel>(
    in folder: TemplateFolder, for page: Page.Type = ErrorPage.self, _ name: String = "error.html"
) -> String? {
    do {
        _ = try PageTemplate<Page>(name, in: folder)
        return nil
    } catch {
        return error.description
    }
}
