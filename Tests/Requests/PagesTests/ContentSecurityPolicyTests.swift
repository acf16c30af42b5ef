import Cryptography
import Foundation
import Pages
import Testing

@Suite("the policy of a page")
struct ContentSecurityPolicyTests {
    @Test("it allows this server's style sheet to a page that takes it, and no other source")
    func linked() throws {
        for page in try all() { #expect(page.contentSecurityPolicy.contains("style-src 'self';")) }
        let both = try render("<link rel=\"stylesheet\" href=\"{{style}}\"><style>p{}</style>")
        #expect(both.contentSecurityPolicy.contains("style-src 'self' 'sha256-"))
        #expect(both.text.contains("href=\"/style-1.css\""))
    }

    @Test("it names the digest of a sheet in the page, byte for byte as it is sent")
    func digest() throws {
        let page = try render("<style>p > b { color: red }\n</style>")
        let start = try #require(page.text.range(of: "<style>")).upperBound
        let end = try #require(page.text.range(of: "</style>")).lowerBound
        let digest = Data(SHA256.hash(Array(page.text[start..<end].utf8))).base64EncodedString()
        #expect(page.contentSecurityPolicy.contains("style-src 'sha256-\(digest)';"))
    }

    @Test("the digest of a known style sheet is the one other programs compute")
    func known() throws {
        // printf 'p{}' | openssl dgst -sha256 -binary | base64
        let page = try render("<style>p{}</style>")
        #expect(page.contentSecurityPolicy.contains("'sha256-gG2yISYereRMiG2lMXrbiUgi0Ubw9p7QCeWcroOvy9Y='"))
    }

    @Test("line ends are those of browsers, which hash a sheet after they have been made plain")
    func lineEnds() throws {
        let unix = try render("<style>\np {\n}\n</style>")
        let other = try render("<style>\r\np {\r\n}\r</style>")
        #expect(unix == other)
    }

    @Test("each sheet has its digest, and a page without one allows none")
    func count() throws {
        let two = try render("<style>a{}</style><style media=\"print\">b{}</style>").contentSecurityPolicy
        #expect(two.components(separatedBy: "'sha256-").count == 3)
        #expect(try render("<p>").contentSecurityPolicy.contains("style-src 'none';"))
    }

    @Test("a sheet may be put together from files")
    func included() throws {
        let page = try render("<style>{{> a.css}}{{! none }}b{}</style>", ["a.css": "a{}\n"])
        #expect(page == (try render("<style>a{}\nb{}</style>")))
    }

    @Test("nothing is allowed that a page doesn't need, and forms may lead back to the client")
    func directives() throws {
        for page in try all() {
            let policy = page.contentSecurityPolicy
            #expect(policy.hasPrefix("default-src 'none'; "))
            #expect(policy.hasSuffix("base-uri 'none'; frame-ancestors 'none'"))
            #expect(!policy.contains("unsafe"))
            #expect(!policy.contains("form-action"))
        }
    }

    private func all() throws -> [RenderedPage] {
        [
            try template("consent.html").render(ConsentPage.sample),
            try template("choose.html").render(ChoicePage.sample),
            try template("login.html").render(LoginPage.sample),
            try template("error.html").render(ErrorPage.sample),
            try template("logged_out.html").render(LoggedOutPage(hadSession: true)),
        ]
    }

    private func render(_ html: String, _ files: [String: String] = [:]) throws -> RenderedPage {
        var files = files
        files["page.html"] = html + "{{#had_session}}{{/had_session}}"
        return try template(
            "page.html", in: TemplateFolder { [files] in files[$0].map { Array($0.utf8) } }
        )
        .render(LoggedOutPage(hadSession: true))
    }
}
