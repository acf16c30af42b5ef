import Foundation
import GoldenFiles
import Pages
import Testing

@Suite("pages as they are sent")
struct GoldenPageTests {
    @Test("every page renders to its golden file", arguments: GoldenFile.cases(in: "Cases", ending: "html"))
    func golden(_ file: GoldenFile) throws {
        let page = try #require(Self.pages[file.name], "no page is called \(file.name)")
        let rendered = try page()
        let actual = rendered.contentSecurityPolicy + "\n\n" + Self.withoutStyle(rendered.text)
        #expect(file.accepts(actual), "\(file.name) differs; UPDATE_GOLDEN=1 shows how")
    }

    @Test("every page has a golden file")
    func complete() {
        let files = GoldenFile.cases(in: "Cases", ending: "html").map(\.name)
        #expect(Set(files) == Set(Self.pages.keys))
    }

    private static let pages: [String: @Sendable () throws -> RenderedPage] = [
        "consent": { try PageTemplate("consent.html", in: shipped).render(ConsentPage.sample) },
        "consent-bare": {
            var page = ConsentPage.sample
            page.clientName = " "
            page.nameIsUnverified = false
            page.isLoopbackOnly = false
            page.scopes = []
            page.redirectHost = "cursor:"
            page.redirectURI = "cursor://anysphere.cursor-mcp/oauth/callback"
            return try PageTemplate("consent.html", in: shipped).render(page)
        },
        "login": { try PageTemplate("login.html", in: shipped).render(LoginPage.sample) },
        "login-problem": {
            var page = LoginPage.sample
            page.selected = page.users[1]
            page.problem = "A user id has 1 to 64 letters, digits, dots, dashes or underscores."
            return try PageTemplate("login.html", in: shipped).render(page)
        },
        "login-alone": {
            var page = LoginPage.sample
            page.users = []
            return try PageTemplate("login.html", in: shipped).render(page)
        },
        "error": { try PageTemplate("error.html", in: shipped).render(ErrorPage.sample) },
        "error-continue": {
            var page = ErrorPage.sample
            page.continuation = ErrorPage.Continuation(
                host: "app.example", href: "https://app.example/cb?error=invalid_scope&state=a%22b")
            return try PageTemplate("error.html", in: shipped).render(page)
        },
        "logged-out": {
            try PageTemplate("logged_out.html", in: shipped).render(LoggedOutPage(hadSession: true))
        },
        "logged-out-stranger": {
            try PageTemplate("logged_out.html", in: shipped).render(LoggedOutPage(hadSession: false))
        },
    ]

    /// The style sheet is a file of its own; its digest stands in the policy.
    private static func withoutStyle(_ html: String) -> String {
        guard let start = html.range(of: "<style>"), let end = html.range(of: "</style>") else { return html }
        return html[..<start.upperBound] + "…" + html[end.lowerBound...]
    }
}
