import Pages
import Support
import Testing

@Suite("no text becomes markup, whatever stands around its brackets and quotes")
struct MarkupTests {
    @Test("every field of every page takes every text without a new element or attribute")
    func everyField() throws {
        for (name, render) in Self.pages {
            let plain = try render("plain")
            for text in JoiningText.texts {
                let page = try render(text)
                #expect(
                    JoiningText.structure(of: page) == JoiningText.structure(of: plain),
                    "\(name): \(scalars(text))")
                #expect(JoiningText.bareAmpersands(on: page) == 0, "\(name): \(scalars(text))")
            }
        }
    }

    @Test("every byte of an exact value is on the page, as itself or as its reference")
    func exact() throws {
        for text in JoiningText.texts + ["\r\n\t", "\u{FFFD}", "{{csrf}}"] {
            var page = ConsentPage.sample
            page.form.csrf = text
            let html = try template("consent.html").render(page).html
            let expected =
                Array("name=\"csrf\" value=\"".utf8) + JoiningText.escaped(text) + [UInt8(ascii: "\"")]
            #expect(JoiningText.has(html, expected), "\(scalars(text))")
        }
    }

    @Test("a template's own brackets and quotes count, whatever stands behind them")
    func ownBrackets() {
        for text in ["<p title=\u{0301}{{title}}>", "<\u{0301}p title={{title}}>"] {
            let folder = TemplateFolder { _ in
                Array(("{{happened}}{{request_id}}" + text).utf8)
            }
            // The second is no tag for HTML, which wants a letter behind the bracket: its value is text.
            let isRefused = text.hasPrefix("<p")
            var reader = TemplateReader(folder, served: nil)
            #expect((reader.read("error.html", for: ErrorPage.self) == nil) == isRefused)
        }
    }

    /// Every page with one text in all of its fields.
    private static let pages: [(String, @Sendable (String) throws -> [UInt8])] = [
        (
            "consent",
            { text in
                let page = ConsentPage(
                    clientName: text, clientID: text, nameIsUnverified: true, redirectHost: text,
                    redirectURI: text, scopes: [ConsentPage.Scope(token: text, description: text)],
                    resource: text, resourceName: text, isLoopback: true, isPrivateUseScheme: true,
                    form: RequestForm(action: text, request: text, csrf: text, back: text))
                return try template("consent.html").render(page).html
            }
        ),
        (
            "choice",
            { text in
                let page = ChoicePage(
                    upstreams: [ChoicePage.Upstream(name: text, title: text)], redirectHost: text,
                    form: RequestForm(action: text, request: text, csrf: text, back: text))
                return try template("choose.html").render(page).html
            }
        ),
        (
            "login",
            { text in
                let user = LoginPage.User(id: text, name: text)
                let page = LoginPage(
                    selected: user, isChosen: true, keptID: text, users: [user], problem: text, action: text,
                    state: text,
                    redirectURI: text, csrf: text)
                return try template("login.html").render(page).html
            }
        ),
        (
            "error",
            { text in
                let page = ErrorPage(
                    title: text, happened: text, remedy: text, detail: text, requestID: text,
                    continuation: ErrorPage.Continuation(host: text, href: text),
                    again: RequestForm(action: text, request: text, csrf: text, back: text), contact: text)
                return try template("error.html").render(page).html
            }
        ),
    ]

    private func scalars(_ text: String) -> String {
        text.unicodeScalars.prefix(4).map { String($0.value, radix: 16) }.joined(separator: " ")
    }
}
