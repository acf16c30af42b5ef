import Foundation
import JSON
import OAuthCore
import OAuthModel
import Providers
import Support
import Testing
import WireText

@Suite("people whom a provider knows, over HTTP")
struct ProviderLoginTests {
    @Test("with one provider nobody is asked where, and the person is the provider's")
    func one() async throws {
        try await ProviderWorld.run(isChosen: false) { world in
            let client = try await TestClient.register(world.server)
            let answer = try await Browser(world.server).login(client, at: world.corp)
            let tokens = try Tokens(try await client.redeem(answer.redirect("code") ?? ""))
            let json = try await world.server.introspect(tokens.access).json
            #expect(json["sub"]?.string == "corp:248289761001")
            #expect(json["username"]?.string == "Jane Doe")
            let told = world.server.decisions.all.filter { $0.kind == .loggedIn }
            #expect(told.map(\.facts) == [["sub": "corp:248289761001", "upstream": "corp"]])
        }
    }

    @Test(
        "with several the person says which, on a page of forms, and each is asked with a redirect URI of its own"
    )
    func several() async throws {
        try await ProviderWorld.run { world in
            let client = try await TestClient.register(
                world.server, redirectURI: "https://app.example.com/cb")
            let browser = Browser(world.server)
            let consent = try await browser.open(client.authorizePath())
            let choice = try await browser.press(("decision", "approve"), on: consent)
            #expect(choice.status == 200)
            #expect(choice.text.contains("<h1>Where do you want to sign in?</h1>"))
            #expect(choice.text.contains("<bdi>app.example.com</bdi>"))
            #expect(choice.text.contains("The &lt;lab&gt; &amp; friends"))
            #expect(!choice.text.contains("<script"))
            #expect(world.corp.asked == [] && world.lab.asked == [])
            for (name, issuer) in [("corp", world.corp.issuer), ("lab", world.lab.issuer)] {
                let begun = try await browser.press(("upstream", name), on: choice)
                #expect(begun.status == 303)
                #expect(begun.location?.hasPrefix(issuer + "/authorize?") == true)
                #expect(begun.redirect("redirect_uri") == world.server.issuer + "/upstream/\(name)/callback")
            }
            #expect(
                try await browser.press(("upstream", "fake"), on: choice).text.contains(
                    "Who do you want to be?"))
            let denied = try await browser.press(("decision", "deny"), on: choice)
            expectError("access_denied", denied, of: client, status: 303)
        }
    }

    @Test("the hint of the client reaches the provider that was chosen")
    func hint() async throws {
        try await ProviderWorld.run { world in
            let client = try await TestClient.register(world.server)
            let begun = try await Browser(world.server).begin(client, at: "lab", ["login_hint": "jane&co"])
            #expect(begun.redirect("login_hint") == "jane&co")
        }
    }

    @Test("one subject of two providers is two people")
    func subjects() async throws {
        try await ProviderWorld.run { world in
            let client = try await TestClient.register(world.server)
            let browser = Browser(world.server)
            let one = try await browser.login(client, at: world.corp)
            let other = try await browser.login(client, at: world.lab, named: "lab")
            #expect(try await subject(client, one) == "corp:248289761001")
            #expect(try await subject(client, other) == "lab:248289761001")
        }
    }

    @Test(
        "who may in is what the manifest says of the provider, and who not is told whom to ask",
        arguments: [
            (["allow: { domains: [example.com] }"], nil),
            (["allow: { domains: [example.org] }"], UpstreamReason.personUnlisted),
            (["allow: { emails: [jane@example.com] }"], nil),
            (["allow: { groups: [staff] }"], .claimMissing),
            (["allow: { subjects: [\"248289761001\"] }"], nil),
            (["allow: { subjects: [\"1\"] }"], .personUnlisted),
            (["claims: { sub: employee }"], .personNameless),
            (["grants: [{ domains: [example.com], scopes: [mcp] }]"], nil),
            (["grants: [{ domains: [example.com], scopes: [\"mcp:admin\"] }]"], .personScopeless),
            (["grants: [{ groups: [staff], scopes: [mcp] }]"], .claimMissing),
        ] as [([String], UpstreamReason?)])
    func admission(rules: [String], reason: UpstreamReason?) async throws {
        try await ProviderWorld.run(rules + ["contact: the desk"], isChosen: false) { world in
            let client = try await TestClient.register(world.server)
            let answer = try await Browser(world.server).login(client, at: world.corp)
            guard let reason else {
                #expect(answer.redirect("code") != nil, "\(world.server.decisions.reasons)")
                return
            }
            expectPage(answer, status: 403, offersAnotherTry: true)
            #expect(answer.text.contains("Who can let you in: <strong><bdi>the desk</bdi>"))
            #expect(!answer.text.contains("248289761001") && !answer.text.contains("jane@example.com"))
            let told = try #require(world.server.decisions.all.last)
            #expect(told.reason == reason.key)
            #expect(told.facts["upstream"] == "corp")
        }
    }

    @Test("an address that the provider does not vouch for lets nobody in")
    func unverified() async throws {
        try await ProviderWorld.run(["allow: { domains: [example.com] }"]) { world in
            let client = try await TestClient.register(world.server)
            let person = TestProvider.Person(
                claims: JSONObject(["email": "jane@example.com", "email_verified": false]))
            expectPage(
                try await Browser(world.server).login(client, at: world.corp, as: person), status: 403,
                offersAnotherTry: true)
            #expect(world.server.decisions.reasons == [UpstreamReason.emailUnverified.key])
        }
    }

    @Test("who is not let in by one provider comes in by another, with the same request")
    func another() async throws {
        try await ProviderWorld.run(["allow: { domains: [example.org] }"]) { world in
            let client = try await TestClient.register(world.server)
            let browser = Browser(world.server)
            let refused = try await browser.login(client, at: world.corp)
            let choice = try await browser.press(("decision", "approve"), on: refused)
            let begun = try await browser.press(("upstream", "lab"), on: choice)
            let query = try world.lab.query(from: begun.location ?? "", as: TestProvider.Person())
            let answer = try await browser.get("/upstream/lab/callback?" + query)
            #expect(try await subject(client, answer) == "lab:248289761001")
        }
    }

    @Test("the start page names who can sign in")
    func start() async throws {
        try await ProviderWorld.run { world in
            let page = try await world.server.get("/").text
            #expect(page.contains("<bdi>Example Corp</bdi>"))
            #expect(page.contains("<bdi>The &lt;lab&gt; &amp; friends</bdi>"))
        }
    }
}
