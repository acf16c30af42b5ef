import Diagnostics
import Foundation
import Pages
import Support
import Testing

@Suite("what a person is told about a template")
struct GoldenTemplateTests {
    static let files = Dictionary(
        uniqueKeysWithValues: GoldenFile.cases(in: "Cases", ending: "golden").map { ($0.name, $0) })

    @Test("each case says what its golden file says", arguments: files.keys.sorted())
    func golden(_ name: String) throws {
        let file = try #require(Self.files[name])
        let actual = TemplateCase(file.input).rendered
        #expect(file.accepts(actual), "it says:\n\(actual)")
    }

    @Test("there are cases enough, and no two files hold the same one")
    func casesAreThere() {
        #expect(Self.files.count >= 50)
        #expect(Set(Self.files.values.map(\.input)).count == Self.files.count)
    }

    @Test("every rule is broken in at least one case, but for the limits")
    func rules() {
        let shown = Self.files.values.flatMap { TemplateCase($0.input).diagnostics().map(\.code) }
        #expect(Set(TemplateRule.allCases.map(\.rawValue)).subtracting(shown) == ["template-limit"])
    }

    @Test("every error says what to do")
    func hints() {
        for (name, file) in Self.files {
            for diagnostic in TemplateCase(file.input).diagnostics() {
                #expect(diagnostic.hint?.isEmpty == false, "\(name): \(diagnostic.message)")
            }
        }
    }

    @Test(
        "the change that a hint asks for is right: made, the problem is gone, and there is no new one")
    func edits() {
        var count = 0
        for (name, file) in Self.files {
            let before = TemplateCase(file.input)
            let known = before.diagnostics()
            for diagnostic in known {
                guard let after = before.following(diagnostic)?.diagnostics() else { continue }
                count += 1
                let isGone = !after.contains {
                    $0.place == diagnostic.place && $0.message == diagnostic.message
                }
                #expect(isGone && after.count <= known.count, "\(name): \(diagnostic.rendered())")
            }
        }
        #expect(count >= 20)
    }

    @Test("the shipped templates have no problem, and the paths they lead to needn't be known")
    func shippedTemplates() {
        var reader = TemplateReader(shipped, served: ServedPaths(get: [], post: []))
        #expect(reader.read("consent.html", for: ConsentPage.self) != nil)
        #expect(reader.read("choose.html", for: ChoicePage.self) != nil)
        #expect(reader.read("login.html", for: LoginPage.self) != nil)
        #expect(reader.read("error.html", for: ErrorPage.self) != nil)
        #expect(reader.read("start.html", for: StartPage.self) != nil)
        #expect(reader.read("logged_out.html", for: LoggedOutPage.self) != nil)
        #expect(reader.diagnostics == [])
    }
}
