import Foundation
import Support
import Testing

@Suite("a request that is over shows the way back, over HTTP")
struct WayBackTests {
    @Test("from a consent that comes too late, and from a login that does", arguments: [false, true])
    func late(isLogin: Bool) async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server, redirectURI: "https://app.example.com/cb")
            let browser = Browser(server)
            let consent = try await browser.open(client.authorizePath(["state": "a b"]))
            let answer: Response
            if isLogin {
                let login = try await browser.press(("decision", "approve"), on: consent)
                server.clock.advance(by: .seconds(601))
                answer = try await browser.press(("action", "finish"), on: login)
            } else {
                server.clock.advance(by: .seconds(601))
                answer = try await browser.press(("decision", "approve"), on: consent)
            }
            expectPage(answer, showsWayBack: true)
            #expect(answer.text.contains("<h1>This request is over</h1>"))
            #expect(answer.text.contains("Return to <bdi>app.example.com</bdi>"))
            let link = try #require(text(of: answer, from: "class=\"button wide\" href=\"", to: "\""))
            #expect(link.hasPrefix("https://app.example.com/cb?error=invalid_request&"))
            #expect(query(link).first { $0.name == "state" }?.value == "a b")
            #expect(query(link).first { $0.name == "iss" }?.value == server.issuer)
        }
    }

    @Test("but nowhere that another page, another browser or nobody at all has put into the form")
    func forged() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server, redirectURI: "https://app.example.com/cb")
            let (browser, other) = (Browser(server), Browser(server))
            let consent = try await browser.open(client.authorizePath())
            let fields = try Form(consent, having: ("decision", "approve")).fields
            let theirs = try Form(
                try await other.open(client.authorizePath()), having: ("decision", "approve")
            ).fields
            let back = try #require(fields["back"])
            server.clock.advance(by: .seconds(601))
            for forged in [
                "", "x", back.replacing("app.example.com", with: "evil.example"), theirs["back"] ?? "",
                String(repeating: "A", count: 43) + "https://evil.example/", String(back.dropFirst(43)),
            ] {
                let answer = try await browser.post(
                    "/oauth/authorize",
                    [
                        "request": fields["request"] ?? "", "csrf": fields["csrf"] ?? "",
                        "decision": "approve",
                        "back": forged,
                    ])
                expectPage(answer)
                #expect(!answer.text.contains("Return to"), "\(forged)")
            }
        }
    }
}
