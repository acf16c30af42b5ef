import Pages
import Testing

@Suite("where an answer goes is shown whole")
struct AddressTests {
    /// As long as a host can be (RFC 1035 §2.3.4), and it ends with who it belongs to.
    private static let longest = "claude.ai." + String(repeating: "login.", count: 38) + "evil.example.org"

    @Test("the end of a host of 253 bytes is on the consent page, as the host and in the URI")
    func consent() throws {
        let host = Self.longest.suffix(253) + ":65535"
        var page = ConsentPage.sample
        page.redirectHost = String(host)
        page.redirectURI = "https://\(host)/" + String(repeating: "p", count: 2000)
        let html = try template("consent.html").render(page).text
        #expect(html.contains("<bdi>\(host)</bdi>"))
        #expect(html.contains("<code>https://\(host)/ppp"))
        #expect(
            !html.contains(String(repeating: "p", count: 400)), "a long path pushes the page out of sight")
    }

    @Test("so it is on the page that links to a client")
    func link() throws {
        var page = ErrorPage.sample
        page.continuation = ErrorPage.Continuation(host: Self.longest, href: "https://\(Self.longest)/")
        let html = try template("error.html").render(page).text
        #expect(html.contains("<bdi>\(Self.longest)</bdi>"))
    }

    @Test("a private-use scheme has a warning of its own, and so has the loopback interface")
    func warnings() throws {
        let scheme = "Any application on this device that opens cursor: links could receive this access."
        let loopback = "Any program on this computer could receive this access."
        var page = ConsentPage.sample
        let template = try template("consent.html", for: ConsentPage.self)
        #expect(template.render(page).text.contains(loopback) && !template.render(page).text.contains(scheme))
        page.isLoopback = false
        page.isPrivateUseScheme = true
        page.redirectHost = "cursor:"
        #expect(!template.render(page).text.contains(loopback) && template.render(page).text.contains(scheme))
    }
}
