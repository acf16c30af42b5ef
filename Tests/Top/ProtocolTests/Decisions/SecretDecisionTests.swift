import JSON
import OAuthCore
import OAuthModel
import Support
import Testing
import WireText

@Suite("decisions: what is told gives nothing away, and no stranger writes it")
struct SecretDecisionTests {
    /// All that anybody is shown of what a server decided.
    private func shown(_ server: TestServer) -> String {
        let told = server.decisions.all.map { told in
            let story = told.decision.story { _ in nil }
            let facts = story.facts.map { "\($0.name)=\($0.value)" }
            let attempt = [told.attempt.requestID, told.attempt.peer, told.attempt.path ?? ""]
            return ([story.words] + facts + attempt).joined(separator: "\n")
        }
        return told.joined(separator: "\n") + server.log.text
    }

    private func expectNothing(
        of secrets: [String?], in server: TestServer, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let shown = shown(server)
        for secret in secrets {
            let secret = try #require(secret, sourceLocation: sourceLocation)
            #expect(secret.utf8.count >= 8, "else it says nothing", sourceLocation: sourceLocation)
            #expect(!shown.contains(secret), "\(secret)", sourceLocation: sourceLocation)
            #expect(!shown.contains(percentEncode(secret)), "\(secret)", sourceLocation: sourceLocation)
        }
    }

    @Test("no token, code, secret, state, verifier, challenge, cookie or csrf value of a whole login is told")
    func wholeLogin() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server, method: "client_secret_basic")
            let browser = Browser(server)
            let consent = try await browser.open(client.authorizePath(["nonce": "a-nonce-of-the-client"]))
            let form = try Form(consent, having: ("decision", "approve")).fields
            let begun = try await browser.decide("approve", on: consent)
            let page = try await browser.follow(begun)
            let login = try Form(page, having: ("action", "finish")).fields
            let answer = try await browser.login("finish", on: page, as: "ada")
            let back = try await browser.get(try #require(answer.location))
            let code = try #require(back.redirect("code"))
            let first = try Tokens(await client.redeem(code))
            #expect(try await server.isActive(first.access))
            let second = try Tokens(await client.refresh(first.refresh ?? ""))
            // And all that can go wrong with them.
            _ = try await browser.get(try #require(answer.location))
            _ = try await browser.decide("approve", on: consent)
            _ = try await client.redeem(code)
            _ = try await client.refresh(spoiled(second.refresh ?? ""))
            #expect(try await !server.isActive(first.access))
            #expect(try await !server.isActive(second.refresh ?? ""))
            _ = try await client.revoke(second.access)
            try expectNothing(
                of: [
                    clientState, "a-nonce-of-the-client", TestClient.verifier, TestClient.challenge,
                    client.secret,
                    form["request"], form["csrf"], begun.redirect("state"), login["state"], login["csrf"],
                    answer.redirect("code"), code, first.access, first.refresh, second.access, second.refresh,
                    "demo-resource-server-secret-for-loopback-only",
                ] + browser.cookieNames.filter { !$0.hasSuffix("_user") }.map(browser.cookie), in: server)
            #expect(browser.cookieNames.count >= 3)
        }
    }

    @Test("nor is it where it was sent in the wrong place")
    func misplaced() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server, method: "client_secret_post")
            let code = try await client.code()
            let tokens = try await client.tokens()
            let secrets = [client.secret, code, tokens.access, tokens.refresh].compactMap(\.self)
            for secret in secrets {
                for name in ["client_id", "redirect_uri", "response_type", "scope", "resource", "prompt"] {
                    _ = try await client.authorize([name: secret])
                }
                for name in ["client_id", "grant_type", "scope", "resource", "redirect_uri", "code_verifier"]
                {
                    _ = try await client.redeem(try await client.code(), [name: secret])
                }
                _ = try await client.refresh(secret)
                #expect(try await !server.isActive("x" + secret))
                _ = try await server.get("/oauth/\(secret)")
                _ = try await server.post(
                    "/oauth/register",
                    json: #"{"client_name":"\#(secret)","redirect_uris":["https://a.example/\#(secret)"]}"#)
                _ = try await server.post(
                    "/oauth/introspect", form: ["token": "x"],
                    headers: [("Authorization", basic(secret, secret))])
            }
            try expectNothing(of: secrets, in: server)
        }
    }

    @Test("whatever is sent, what is told of it is no longer than a screen is wide a few times")
    func length() async throws {
        let long = String(repeating: "%41", count: 120)
        try await TestServer.run { server in
            let uris = (1...15).map { "https://a.example/\($0)/" + long }
            let client = try await TestClient.register(
                server,
                metadata: [
                    "redirect_uris": .strings([TestClient.redirectURI] + uris),
                    "client_name": .string(WireText(long)),
                ])
            for name in ["client_id", "redirect_uri", "scope", "resource", "response_type"] {
                _ = try await client.authorize([name: String(repeating: "ü ", count: 400)])
            }
            _ = try await client.redeem("x", ["grant_type": long])
            #expect(server.decisions.all.count == 7)
            for told in server.decisions.all {
                let story = told.decision.story { _ in WireText(long) }
                #expect(story.words.utf8.count < 2_000, "\(story.words)")
            }
        }
    }

    @Test(
        "whatever strangers call themselves and ask for, it is one line, in visible ASCII, with their name in quotation marks"
    )
    func forgery() async throws {
        let rubbish = "A\"B\\ \n\r\twarning forged\u{0}\u{1b}[31m \u{202e}\u{2028}\u{85} ünï %0a was refused"
        try await TestServer.run { server in
            let client = try await TestClient.register(
                server,
                metadata: [
                    "client_name": .string(WireText(rubbish)),
                    "redirect_uris": ["http://127.0.0.1:7777/callback", "https://a.example/'(RFC%0a):"],
                ])
            for name in ["redirect_uri", "scope", "resource", "response_type", "code_challenge_method"] {
                _ = try await client.authorize([name: rubbish])
            }
            _ = try await client.authorize(["client_id": rubbish])
            let tokens = try await client.tokens()
            for name in ["scope", "resource", "grant_type", "client_id"] {
                _ = try await client.refresh(tokens.refresh ?? "", [name: rubbish])
            }
            _ = try await server.post(
                "/oauth/token", form: [rubbish: "a", rubbish: "b", "client_id": client.id])
            _ = try await server.get("/oauth/%0A%22warning%22%20forged")
            _ = try await client.revoke(tokens.access)
            #expect(server.decisions.all.count > 15)
            for told in server.decisions.all {
                let story = told.decision.story { _ in nil }
                for text in [story.words] + story.facts.flatMap({ [$0.name, $0.value] }) {
                    #expect(isVisible(text), "\(text)")
                }
                let marks = story.words.utf8.count { $0 == UInt8(ascii: "\"") }
                #expect(marks == 0 || marks == 2 && story.words.hasPrefix("\"A%22B%5C "), "\(story.words)")
                #expect(!story.facts.contains { $0.value.contains("\"") })
            }
            for line in server.log.all {
                #expect(isVisible(line), "\(line)")
            }
            #expect(server.log.all.allSatisfy { !$0.hasPrefix("warning") })
        }
    }
}

/// ASCII that is seen, but for the sign in our sections.
private func isVisible(_ text: String) -> Bool {
    text.replacing("§", with: "").utf8.allSatisfy { (0x20...0x7e).contains($0) }
}
