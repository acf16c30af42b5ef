import Pages
import Testing

@Suite("text that strangers chose")
struct EscapingTests {
    @Test(
        "a client's name can't become markup",
        arguments: [
            "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onfocus='alert(1)",
            "</title><h1>",
            "`onclick=alert(1)`", "&lt;script&gt;", "{{csrf}}", "--><script>",
        ])
    func markup(_ name: String) throws {
        let html = try rendered(name)
        #expect(tags(html) == tags(try rendered("plain")), "the name changed the page's elements")
        #expect(!html.contains("<script") && !html.contains("<img"))
    }

    @Test("each of the five characters of HTML is escaped")
    func characters() throws {
        #expect(try rendered("a<b>c&d\"e'f").contains("<bdi>a&lt;b&gt;c&amp;d&quot;e&#39;f</bdi>"))
    }

    @Test("a name is not read as a template: braces stay what they are")
    func braces() throws {
        #expect(try rendered("{{csrf}}").contains("<bdi>{{csrf}}</bdi>"))
    }

    @Test(
        "characters that reorder or hide text are spelled out",
        arguments: [
            ("\u{202E}", "[U+202E]"), ("\u{2066}", "[U+2066]"), ("\u{200F}", "[U+200F]"),
            ("\u{061C}", "[U+061C]"),
            ("\u{200B}", "[U+200B]"), ("\u{FEFF}", "[U+FEFF]"), ("\u{2028}", "[U+2028]"),
            ("\u{0}", "[U+0000]"),
            ("\u{1B}", "[U+001B]"), ("\n", "[U+000A]"), ("\u{E0041}", "[U+E0041]"), ("\u{3164}", "[U+3164]"),
            ("\u{85}", "[U+0085]"), ("\u{E000}", "[U+E000]"),
            // Those that are drawn together with what follows.
            ("\u{0600}", "[U+0600]"), ("\u{0D4E}", "[U+0D4E]"), ("\u{110BD}", "[U+110BD]"),
            ("\u{111C2}", "[U+111C2]"), ("\u{11A84}", "[U+11A84]"),
        ])
    func invisible(_ character: String, _ spelled: String) throws {
        let html = try rendered("a" + character + "b")
        #expect(html.contains("<bdi>a\(spelled)b</bdi>"))
        #expect(character == "\n" || !html.unicodeScalars.contains(character.unicodeScalars.first ?? "x"))
    }

    @Test(
        "a mark with no letter of the name before it is spelled out: it would be drawn on a letter of ours",
        arguments: ["\u{0301}", "\u{0903}", "\u{20E3}", "\u{200D}", "\u{FE0F}"])
    func leading(_ mark: String) throws {
        let spelled = "[U+" + String(mark.unicodeScalars.first?.value ?? 0, radix: 16, uppercase: true) + "]"
        let padded = spelled.replacing("U+301", with: "U+0301").replacing("U+903", with: "U+0903")
        #expect(try rendered(mark + "a").contains("<bdi>\(padded)a</bdi>"))
        #expect(try rendered("a " + mark).contains("<bdi>a \(padded)</bdi>"))
        #expect(try rendered("a" + mark).contains("<bdi>a\(mark)</bdi>"))
    }

    @Test("the letter that stands for a picture is a letter or a digit and nothing that joins another")
    func initial() throws {
        let cases = [
            "\u{0301}ab": "A", "\u{0D4E}x": "X", "<b>": "B", "ß": "SS", "\u{202E}7": "7", "!?": "?",
            "\u{3164}n": "N",
        ]
        for (name, initial) in cases {
            #expect(try rendered(name).contains("<span class=\"tile\">\(initial)</span>"), "\(name)")
        }
    }

    @Test(
        "names in any script are left as they are",
        arguments: ["Café Größe", "日本語クライアント", "تطبيق", "नमस्ते", "می‌خواهم", "👩‍💻 Dev", "Tiếng Việt", "✔️ App"])
    func scripts(_ name: String) throws {
        #expect(try rendered(name).contains("<bdi>\(name)</bdi>"))
    }

    @Test("a long name is cut, so that it can't push the warning out of sight")
    func long() throws {
        let html = try rendered(String(repeating: "x", count: 5000))
        #expect(html.contains("<bdi>" + String(repeating: "x", count: 200) + "…</bdi>"))
    }

    @Test("marks stacked on one letter are cut, so that they can't cover the lines around")
    func stacked() throws {
        let html = try rendered("a" + String(repeating: "\u{0301}", count: 100) + "b")
        #expect(html.contains("<bdi>a\u{0301}\u{0301}\u{0301}b</bdi>"))
    }

    @Test("what goes back in hidden fields is escaped and otherwise untouched")
    func exact() throws {
        var page = ConsentPage.sample
        page.form.csrf = "a\"b\u{202E}<c>'" + String(repeating: "d", count: 500)
        let html = try template("consent.html").render(page).text
        let value = "a&quot;b\u{202E}&lt;c&gt;&#39;" + String(repeating: "d", count: 500)
        #expect(html.contains("name=\"csrf\" value=\"\(value)\""))
    }

    @Test("scope, resource and redirect URI are made visible and escaped as the name is")
    func others() throws {
        var page = ConsentPage.sample
        page.scopes = [ConsentPage.Scope(token: "<a>", description: "\u{202E}<b>")]
        page.resource = "https://x.example/<c>"
        page.redirectURI = "https://y.example/?<d>"
        page.redirectHost = "<e>"
        page.resourceName = "<f>\u{202D}"
        page.clientID = "https://z.example/<g>"
        let html = try template("consent.html").render(page).text
        let visible = [
            "<code>&lt;a&gt;", "[U+202E]&lt;b&gt;", "/&lt;c&gt;", "?&lt;d&gt;", "&lt;e&gt;",
            "&lt;f&gt;[U+202D]", "/&lt;g&gt;",
        ]
        for expected in visible {
            #expect(html.contains(expected), "\(expected)")
        }
    }

    private func rendered(_ name: String) throws -> String {
        var page = ConsentPage.sample
        page.clientName = name
        return try template("consent.html").render(page).text
    }

    /// The element names of a page, in order.
    private func tags(_ html: String) -> [Substring] {
        html.split(separator: "<").dropFirst().map { $0.prefix { !$0.isWhitespace && $0 != ">" } }
    }
}
