import Diagnostics
import Foundation
import Pages
import Support
import Testing

/// Templates are the users' own: those that they took from an earlier version go on working.
@Suite("templates of the version before")
struct EarlierTemplateTests {
    private let folder = TemplateFolder(
        path: Installation.package.appendingPathComponent("Tests/Requests/PagesTests/Earlier").path, names: []
    )

    @Test("are accepted as they are, and need no style sheet to be served")
    func accepted() throws {
        var reader = TemplateReader(
            folder, served: ServedPaths(get: [], post: []), frame: PageFrame(sheet: .off(reason: nil)))
        #expect(reader.read("consent.html", for: ConsentPage.self) != nil)
        #expect(reader.read("login.html", for: LoginPage.self) != nil)
        #expect(reader.read("error.html", for: ErrorPage.self) != nil)
        #expect(reader.read("logged_out.html", for: LoggedOutPage.self) != nil)
        #expect(reader.diagnostics.map { $0.rendered() } == [])
    }

    @Test("show what they showed")
    func rendered() throws {
        let consent = try template("consent.html", in: folder).render(ConsentPage.sample).text
        for part in [
            "Allow <bdi>MCP Inspector</bdi> to use", "Any program on this computer",
            "<bdi>localhost:6274</bdi>",
            "name=\"csrf\" value=\"csrf-1\"", "<code>client-7Zk3pQ</code>",
        ] { #expect(consent.contains(part), "\(part)") }
        var page = LoginPage.sample
        page.keptID = "ada lovelace"
        page.problem = "no"
        let login = try template("login.html", in: folder).render(page).text
        for part in [
            "value=\"ada lovelace\"", "value=\"finish\">Continue as", "value=\"use\"", "Ada Lovelace",
        ] {
            #expect(login.contains(part), "\(part)")
        }
        let error = try template("error.html", in: folder).render(ErrorPage.sample)
        #expect(error.contentSecurityPolicy.contains("style-src 'sha256-"))
    }
}
