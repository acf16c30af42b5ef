import AuthorizationServer
import Diagnostics
import Foundation
import Pages
import RouteManifest
import Router
import StrictYAML
import Testing

@Suite("the templates of a manifest are checked with it")
struct TemplateCheckTests {
    @Test("what is wrong with the manifest and with its templates is told in one run, the manifest first")
    func together() throws {
        let told = try check([.replace("handler: oauth.revoke", with: "handler: oauth.revok")]) {
            $0.replacing("{{resource_name}}", with: "{{resource_nam}}")
        }
        #expect(told == ["routes.yaml unknown-handler error", "templates/consent.html unknown-value error"])
    }

    @Test("of a manifest that can't be read as one, nothing is known of templates")
    func unreadable() throws {
        let folder = try TestFolder()
        defer { folder.remove() }
        try Data("a: [".utf8).write(to: URL(fileURLWithPath: folder.manifest))
        let file = ManifestFile(argument: folder.manifest, environment: [:])
        #expect(file.pages(of: file.load(ManifestOverrides())) == nil)
        let missing = ManifestFile(argument: folder.path + "/no.yaml", environment: [:])
        let result = missing.load(ManifestOverrides())
        #expect(result.diagnostics.map(\.code) == ["unreadable"])
        #expect(missing.pages(of: result) == nil)
    }

    @Test("the template of a route that is off is not read")
    func routeThatIsOff() throws {
        let broken = { (text: String) in text.replacing("{{csrf}}", with: "") }
        #expect(try check([], file: "login.html", broken) == ["templates/login.html missing-value error"])
        let off = ManifestOverrides(disable: ["fake_login"])
        #expect(
            !(try check([], file: "login.html", overrides: off, broken)).contains {
                $0.contains("login.html")
            })
    }

    @Test("a link may lead to each path of the plan, and is a warning when its route is off")
    func links() throws {
        let links = { (text: String) in
            text + "<a href=\"/health\">x</a><form method=post action=/token></form>"
        }
        #expect(try check([], links) == [])
        let off = ManifestOverrides(disable: ["health"])
        #expect(try check([], overrides: off, links) == ["templates/consent.html unserved warning"])
        let below = ManifestEdit.replace(
            "issuer: ${AUTH_SERVER_URL:-}", with: "issuer: http://localhost:3001/auth")
        #expect(try check([below]) { $0 + "<a href=/auth/health>x</a>" } == [])
    }

    @Test("pages without their style sheet are an error, whose remedy names the switch or writes the route")
    func sheet() throws {
        let told = ["templates/head.html style-sheet error"]
        #expect(try check([], overrides: ManifestOverrides(disable: ["style"])) { $0 + "\n" } == told)
        #expect(try check([.route("style", "enabled: false")]) { $0 + "\n" } == told)
        let inline = { (text: String) in
            text.replacing(
                "<link rel=\"stylesheet\" href=\"{{style}}\">", with: "<style>{{> style.css}}</style>")
        }
        let off = ManifestOverrides(disable: ["style"])
        #expect(try check([], file: "head.html", overrides: off, inline) == [])
    }

    @Test("no rule of templates has the code of one of manifests")
    func codes() {
        let manifests = Set(DiagnosticCode.allCases.map(\.rawValue))
        #expect(manifests.isDisjoint(with: TemplateRule.allCases.map(\.rawValue)))
    }

    /// What is wrong with the shipped files after these changes: file, rule, severity.
    private func check(
        _ edits: [ManifestEdit], file name: String = "consent.html",
        overrides: ManifestOverrides = ManifestOverrides(), _ change: (String) -> String
    ) throws -> [String] {
        let folder = try TestFolder(edits)
        defer { folder.remove() }
        let template = folder.path + "/templates/" + name
        let text = try String(contentsOfFile: template, encoding: .utf8)
        try #require(change(text) != text)
        try change(text).write(toFile: template, atomically: true, encoding: .utf8)
        let file = ManifestFile(argument: folder.manifest, environment: [:])
        let result = file.load(overrides)
        let pages = try #require(file.pages(of: result))
        let diagnostics = result.diagnostics + pages.diagnostics
        #expect((pages.pages != nil) == !pages.diagnostics.contains { $0.severity == .error })
        return diagnostics.map { diagnostic in
            let place =
                switch diagnostic.place {
                case .commandLine: ""
                case .file(let name): name
                case .text(let location): location.file
                }
            return "\(place.replacing(folder.path + "/", with: "")) \(diagnostic.code) \(diagnostic.severity)"
        }
    }
}
