import Foundation
import OAuthCore
import OAuthModel
import Providers
import Support
import Testing
import WireText

/// The cases on consent, session and confused deputy, with a provider in the place of the fake login. What a provider itself can do wrong is
/// tried elsewhere.
@Suite("consent, session and confused deputy with a provider, over HTTP")
struct ProviderSecurityTests {
    private typealias Person = TestProvider.Person

    @Test("consent is asked for each time, whoever logged in before and with whatever client")
    func askedAgain() async throws {
        try await ProviderWorld.run { world in
            let browser = Browser(world.server)
            for _ in 1...2 {
                let client = try await TestClient.register(world.server)
                for _ in 1...2 {
                    expectConsent(try await browser.open(client.authorizePath()))
                    #expect(try await browser.login(client, at: world.corp).redirect("code") != nil)
                }
            }
        }
    }

    @Test("what comes back in a browser that did not consent is refused, and spoils nothing (CVE-2026-27124)")
    func otherBrowser() async throws {
        try await ProviderWorld.run { world in
            let client = try await TestClient.register(world.server)
            let browser = Browser(world.server)
            let callback = try await browser.callback(of: client, at: world.corp)
            expectPage(try await Browser(world.server).get(callback))
            // Login CSRF: the victim has a request of its own under way, and is handed the attacker's answer.
            let victim = Browser(world.server)
            _ = try await victim.callback(of: client, at: world.corp)
            expectPage(try await victim.get(callback))
            let asked = world.corp.asked
            #expect(!asked.contains("POST /token"), "the code was shown to the provider: \(asked)")
            #expect(try await browser.get(callback).redirect("code") != nil)
        }
    }

    @Test("who it is is nothing that a query can say")
    func claimed() async throws {
        try await ProviderWorld.run { world in
            let client = try await TestClient.register(world.server)
            let browser = Browser(world.server)
            let claims = "&userId=victim&sub=victim&email=victim%40example.com&id_token=e30.e30.&who=victim"
            let state = try #require(try await browser.begin(client).redirect("state"))
            let forced = try await browser.get("/upstream/corp/callback?state=\(state)" + claims)
            #expect(forced.status >= 400 && forced.location == nil)
            let honest = try await browser.get(
                try await browser.callback(of: client, at: world.corp) + claims)
            #expect(try await subject(client, honest) == "corp:248289761001")
        }
    }

    @Test("a state is good once, also when it is loaded again, and does not exist before the consent")
    func once() async throws {
        try await ProviderWorld.run { world in
            let client = try await TestClient.register(world.server)
            let browser = Browser(world.server)
            let consent = try await browser.open(client.authorizePath())
            #expect(!consent.text.contains(world.corp.issuer) && world.corp.asked == [])
            let callback = try await browser.callback(of: client, at: world.corp)
            #expect(try await browser.get(callback).redirect("code") != nil)
            for _ in 1...2 {
                let again = try await browser.get(callback)
                expectPage(again)
                #expect(again.text.contains("<h1>This sign-in is finished already</h1>"))
            }
        }
    }

    @Test("a login takes no longer than the request lives, and then there is only the way back")
    func late() async throws {
        try await ProviderWorld.run { world in
            let client = try await TestClient.register(world.server)
            let browser = Browser(world.server)
            let callback = try await browser.callback(of: client, at: world.corp)
            world.server.clock.advance(by: .seconds(601))
            // Of what the provider answers to so late a code nothing is asked: the request is gone.
            let late = try await browser.get(callback)
            #expect(late.location == nil && late.status >= 400)
            #expect(!world.server.decisions.kinds.contains(.codeIssued))
        }
    }

    @Test("a choice that comes too late is told, and so is one that was answered meanwhile")
    func lateChoice() async throws {
        try await ProviderWorld.run { world in
            let client = try await TestClient.register(world.server)
            let browser = Browser(world.server)
            let consent = try await browser.open(client.authorizePath())
            let choice = try await browser.press(("decision", "approve"), on: consent)
            expectError(
                "access_denied", try await browser.press(("decision", "deny"), on: choice), of: client,
                status: 303)
            expectPage(try await browser.press(("upstream", "corp"), on: choice), showsWayBack: true)
            let other = try await browser.open(client.authorizePath())
            let slow = try await browser.press(("decision", "approve"), on: other)
            world.server.clock.advance(by: .seconds(601))
            expectPage(try await browser.press(("upstream", "corp"), on: slow), showsWayBack: true)
        }
    }

    @Test("the choice is worth nothing in another browser, nor under another request's token")
    func foreignChoice() async throws {
        try await ProviderWorld.run { world in
            let client = try await TestClient.register(world.server)
            let browser = Browser(world.server)
            func choice(_ browser: Browser) async throws -> Response {
                try await browser.press(
                    ("decision", "approve"), on: try await browser.open(client.authorizePath()))
            }
            let (own, second) = (try await choice(browser), try await choice(browser))
            let stranger = Browser(world.server)
            _ = try await choice(stranger)
            expectPage(try await stranger.press(("upstream", "corp"), on: own), status: 403)
            let token = try Form(second, having: ("upstream", "corp")).fields["csrf"] ?? ""
            expectPage(
                try await browser.press(("upstream", "corp"), on: own, with: ["csrf": token]), status: 403)
            #expect(try await browser.press(("upstream", "corp"), on: own).status == 303)
        }
    }

    @Test(
        "what is no upstream of the manifest is no way to sign in, and the request goes on waiting",
        arguments: ["elsewhere", "CORP", "corp ", "corp\u{0}", "https://evil.example/", "../lab"])
    func unknown(name: String) async throws {
        try await ProviderWorld.run { world in
            let client = try await TestClient.register(world.server)
            let browser = Browser(world.server)
            let consent = try await browser.open(client.authorizePath())
            let answer = try await browser.press(
                ("decision", "approve"), on: consent, with: ["upstream": name])
            expectPage(answer, offersAnotherTry: true)
            #expect(!answer.text.contains("evil.example"))
            #expect(try await browser.press(("decision", "approve"), on: answer).status == 200)
        }
    }

    @Test("what began at one provider does not end at the redirect URI of another (RFC 9700 §4.4.2.2)")
    func mixedUp() async throws {
        try await ProviderWorld.run { world in
            let client = try await TestClient.register(world.server)
            let browser = Browser(world.server)
            for (from, to) in [("corp", "lab"), ("corp", "fake"), ("lab", "corp")] {
                let provider = from == "corp" ? world.corp : world.lab
                let callback = try await browser.callback(of: client, at: provider, named: from)
                let query = callback.split(separator: "?")[1]
                let path = to == "fake" ? "/fakeupstreamauth/callback" : "/upstream/\(to)/callback"
                let before = world.corp.asked + world.lab.asked
                expectPage(try await browser.get(path + "?" + query))
                #expect(world.corp.asked + world.lab.asked == before, "nobody was shown the code")
                expectPage(try await browser.get(callback))
            }
            let mixed = world.server.decisions.all.filter { $0.reason == UpstreamReason.answerMixedUp.key }
            #expect(mixed.map { $0.facts["began_at"] } == ["corp", "corp", "lab"])
            #expect(mixed.map { $0.facts["came_back_to"] } == ["lab", "fake", "corp"])
            #expect(mixed.allSatisfy { $0.client == client.id && $0.flow != nil })
        }
    }

    @Test("in two tabs two requests go each its own way, whichever comes back first")
    func tabs() async throws {
        try await ProviderWorld.run { world in
            let (first, second) = (
                try await TestClient.register(world.server), try await TestClient.register(world.server)
            )
            let browser = Browser(world.server)
            let one = try await browser.callback(of: first, at: world.corp)
            let two = try await browser.callback(
                of: second, at: world.lab, named: "lab", as: Person(subject: "7"))
            #expect(try await subject(second, try await browser.get(two)) == "lab:7")
            #expect(try await subject(first, try await browser.get(one)) == "corp:248289761001")
        }
    }

    @Test("who goes back and logs in twice is given one code, and told that the request is over")
    func back() async throws {
        try await ProviderWorld.run { world in
            let client = try await TestClient.register(world.server)
            let browser = Browser(world.server)
            let consent = try await browser.open(client.authorizePath())
            let choice = try await browser.press(("decision", "approve"), on: consent)
            var callbacks: [String] = []
            for _ in 1...2 {
                let begun = try await browser.press(("upstream", "corp"), on: choice)
                callbacks.append(
                    "/upstream/corp/callback?"
                        + (try world.corp.query(from: begun.location ?? "", as: Person())))
            }
            #expect(Set(callbacks).count == 2)
            #expect(try await browser.get(callbacks[1]).redirect("code") != nil)
            let again = try await browser.get(callbacks[0])
            expectPage(again, showsWayBack: true)
            #expect(again.text.contains("<h1>This request is over</h1>"))
        }
    }

    @Test("a look ahead spends nothing, and nobody is asked")
    func head() async throws {
        try await ProviderWorld.run { world in
            let client = try await TestClient.register(world.server)
            let browser = Browser(world.server)
            let callback = try await browser.callback(of: client, at: world.corp)
            let before = world.corp.asked
            #expect(
                try await world.server.send("HEAD", callback, headers: [("Cookie", browser.cookieLine)])
                    .status
                    == 200)
            #expect(world.corp.asked == before)
            #expect(try await browser.get(callback).redirect("code") != nil)
        }
    }

    @Test("the person's own no at the provider goes to the client, with state and iss")
    func denied() async throws {
        try await ProviderWorld.run { world in
            let client = try await TestClient.register(world.server)
            let browser = Browser(world.server)
            let state = try #require(try await browser.begin(client).redirect("state"))
            let answer = try await browser.get("/upstream/corp/callback?error=access_denied&state=\(state)")
            expectError("access_denied", answer, of: client)
            expectPage(try await browser.get("/upstream/corp/callback?error=access_denied&state=\(state)"))
        }
    }

    @Test("what a provider writes beside an error is on no page")
    func reflected() async throws {
        try await ProviderWorld.run { world in
            let client = try await TestClient.register(world.server)
            let browser = Browser(world.server)
            let state = try #require(try await browser.begin(client).redirect("state"))
            let text = percentEncode("</script><script>alert(1)</script>")
            let page = try await browser.get(
                "/upstream/corp/callback?error=server_error&error_description=\(text)&error_uri=\(text)&state=\(state)"
            )
            expectPage(page, status: 403, offersAnotherTry: true)
            #expect(!page.text.contains("alert(1)"))
        }
    }

    @Test("pages about providers are not framed, not kept, tell nobody where they were, and run nothing")
    func policies() async throws {
        try await ProviderWorld.run(["allow: { subjects: [nobody] }"]) { world in
            let client = try await TestClient.register(world.server)
            let browser = Browser(world.server)
            let consent = try await browser.open(client.authorizePath())
            let choice = try await browser.press(("decision", "approve"), on: consent)
            let refused = try await browser.login(client, at: world.corp)
            for page in [choice, refused] {
                #expect(page["x-frame-options"] == "DENY")
                #expect(page["cache-control"] == "no-store")
                #expect(page["referrer-policy"] == "no-referrer")
                let policy = page["content-security-policy"] ?? ""
                #expect(policy.contains("frame-ancestors 'none'") && policy.contains("default-src 'none'"))
                #expect(!policy.contains("unsafe") && !policy.contains("script-src"))
            }
        }
    }

    @Test("a browser keeps one cookie, before the login and after it: there is no session to fix")
    func cookies() async throws {
        try await ProviderWorld.run { world in
            let client = try await TestClient.register(world.server)
            let browser = Browser(world.server)
            _ = try await browser.open(client.authorizePath())
            let names = browser.cookieNames
            #expect(names.count == 1)
            let answer = try await browser.login(client, at: world.corp)
            #expect(answer["set-cookie"] == nil)
            #expect(browser.cookieNames == names)
        }
    }

    @Test("after a logout from the fake login a provider's login goes on, and begins as before")
    func logout() async throws {
        try await ProviderWorld.run { world in
            let client = try await TestClient.register(world.server)
            let browser = Browser(world.server)
            let callback = try await browser.callback(of: client, at: world.corp)
            _ = try await browser.post("/logout", [:])
            #expect(try await browser.get(callback).redirect("code") != nil)
            #expect(try await browser.login(client, at: world.corp).redirect("code") != nil)
        }
    }

    @Test("without asking nobody comes in: no provider is asked who is logged in there")
    func silently() async throws {
        try await ProviderWorld.run(isChosen: false) { world in
            let client = try await TestClient.register(world.server)
            let browser = Browser(world.server)
            #expect(try await browser.login(client, at: world.corp).redirect("code") != nil)
            expectError(
                "login_required", try await browser.get(client.authorizePath(["prompt": "none"])), of: client)
        }
    }
}
