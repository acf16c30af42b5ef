import OAuthCore
import OAuthModel
import Support
import Testing
import WireText

@Suite("any upstream behind the port, over HTTP")
struct UpstreamPortTests {
    @Test("the login is where the upstream begins it, and the grant is of whom the upstream names")
    func login() async throws {
        let upstream = ScriptedUpstream()
        try await TestServer.run(upstream: upstream) { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let consent = try await browser.open(client.authorizePath(["login_hint": "k&m"]))
            let begun = try await browser.decide("approve", on: consent)
            #expect(begun.status == 303)
            #expect(begun.location?.hasPrefix(ScriptedUpstream.address + "?") == true)
            #expect(begun.redirect("for") == "k&m")
            let state = try #require(begun.redirect("state"))
            let answer = try await browser.get(callback(state, "kim"))
            #expect(answer.status == 302)
            #expect(answer.redirect.map(\.name) == ["code", "state", "iss"])
            #expect(try await subject(client, answer) == "kim")
            #expect(upstream.asked == ["begin \(state)", "finish \(state)"])
        }
    }

    @Test("what comes back is shown to the upstream once, and only in the browser that consented")
    func once() async throws {
        let upstream = ScriptedUpstream()
        try await TestServer.run(upstream: upstream) { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let state = try await begin(client, in: browser)
            expectPage(try await Browser(server).get(callback(state, "kim")))
            expectPage(try await browser.get(callback(state, "kim") + "&who=lou"))
            #expect(upstream.asked.count == 1)
            #expect(try await browser.get(callback(state, "kim")).redirect("code") != nil)
            expectPage(try await browser.get(callback(state, "kim")))
            #expect(upstream.asked == ["begin \(state)", "finish \(state)"])
        }
    }

    @Test(
        "a login that ends in a refusal: the person's own goes to the client, any other is told, and can be tried again",
        arguments: [LoginReason.loginDenied, .loginCodeMissing, .loginUnconfirmed])
    func refusedAtTheEnd(_ reason: LoginReason) async throws {
        let refusals: [LoginReason: UpstreamRefusal] = [
            .loginDenied: .denied, .loginCodeMissing: .noCode, .loginUnconfirmed: .unknownCode,
        ]
        let refusal = try #require(refusals[reason])
        let upstream = ScriptedUpstream { $0.finish = .refuses(refusal) }
        try await TestServer.run(upstream: upstream) { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let consent = try await browser.open(client.authorizePath())
            let begun = try await browser.decide("approve", on: consent)
            let answer = try await browser.get(callback(try #require(begun.redirect("state")), "kim"))
            upstream.now { $0.finish = .works }
            let again = try await browser.decide("approve", on: consent)
            if reason == .loginDenied {
                expectError("access_denied", answer, of: client)
                expectPage(again)
            } else {
                expectPage(answer, offersAnotherTry: true)
                #expect(answer.text.contains("The login can&#39;t be confirmed"))
                let state = try #require(again.redirect("state"))
                #expect(try await browser.get(callback(state, "kim")).redirect("code") != nil)
            }
        }
    }

    @Test(
        "a login that an upstream does not begin is told, and can be tried again", arguments: [true, false])
    func notBegun(_ isOutage: Bool) async throws {
        let upstream = ScriptedUpstream { $0.begin = isOutage ? .fails : .refuses(.noCode) }
        try await TestServer.run(upstream: upstream) { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let consent = try await browser.open(client.authorizePath())
            let answer = try await browser.decide("approve", on: consent)
            if isOutage { expectOutagePage(answer) } else { expectPage(answer, offersAnotherTry: true) }
            upstream.now { $0.begin = .works }
            let state = try #require(
                try await browser.decide("approve", on: consent).redirect("state"))
            #expect(try await browser.get(callback(state, "kim")).redirect("code") != nil)
        }
    }

    @Test("an outage at the end of a login is not told as a refusal, and the login can be tried again")
    func outageAtTheEnd() async throws {
        let upstream = ScriptedUpstream { $0.finish = .fails }
        try await TestServer.run(upstream: upstream) { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let consent = try await browser.open(client.authorizePath())
            let begun = try await browser.decide("approve", on: consent)
            expectOutagePage(try await browser.get(callback(try #require(begun.redirect("state")), "kim")))
            upstream.now { $0.finish = .works }
            let state = try #require(
                try await browser.decide("approve", on: consent).redirect("state"))
            #expect(try await browser.get(callback(state, "kim")).redirect("code") != nil)
        }
    }

    @Test("the upstream says whether somebody is logged in, and is asked where the answer depends on it")
    func session() async throws {
        let upstream = ScriptedUpstream()
        try await TestServer.run(upstream: upstream) { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            expectError("login_required", try await browser.silently(client), of: client)
            let session = String(repeating: "A", count: 43)
            browser.setCookie("mcp_auth_session", session)
            expectConsent(try await browser.open(client.authorizePath()))
            #expect(upstream.asked == [])
            expectError("login_required", try await browser.silently(client), of: client)
            upstream.now { $0.isLoggedIn = true }
            expectError("consent_required", try await browser.silently(client), of: client)
            upstream.now { $0.isLoggedIn = nil }
            expectOutagePage(try await browser.silently(client))
            #expect(upstream.asked == Array(repeating: "session " + session, count: 3))
        }
    }

    @Test("where the upstream asks nobody, the answer to the request is a code")
    func unasked() async throws {
        let upstream = ScriptedUpstream { $0.unasked = ResourceOwner(id: "kim", name: "Kim") }
        try await TestServer.run(upstream: upstream) { server in
            let client = try await TestClient.register(server)
            let answer = try await client.authorize()
            #expect(answer.redirect.map(\.name) == ["code", "state", "iss"])
            #expect(try await subject(client, answer) == "kim")
            expectError("login_required", try await client.authorize(["prompt": "none"]), of: client)
            #expect(upstream.asked == [])
        }
    }

    /// The state of a login that has begun.
    private func begin(_ client: TestClient, in browser: Browser) async throws -> String {
        let consent = try await browser.open(client.authorizePath())
        return try #require(try await browser.decide("approve", on: consent).redirect("state"))
    }

    private func callback(_ state: String, _ who: String) -> String {
        "/fakeupstreamauth/callback?state=\(state)&who=\(who)"
    }
}
