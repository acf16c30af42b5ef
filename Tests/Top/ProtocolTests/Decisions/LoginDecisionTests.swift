import OAuthCore
import OAuthModel
import Support
import Testing

/// From consent to the code.
let loginCases: [DecisionCase] = [
    DecisionCase(LoginReason.consentForged) { server in
        let client = try await TestClient.register(server)
        let consent = try await Browser(server).open(client.authorizePath())
        _ = try await Browser(server).decide("approve", on: consent)
        return .nobody
    },
    DecisionCase(LoginReason.requestExpired) { server in
        let (client, browser) = (try await TestClient.register(server), Browser(server))
        let consent = try await browser.open(client.authorizePath())
        server.clock.advance(by: .seconds(601))
        _ = try await browser.decide("approve", on: consent)
        return .nobody
    },
    DecisionCase(LoginReason.loginFinished) { server in
        let (client, browser) = (try await TestClient.register(server), Browser(server))
        let callback = try await browser.callback(of: client)
        for _ in 1...2 { _ = try await browser.get(callback) }
        return .nobody
    },
    DecisionCase(LoginReason.loginForeign) { server in
        let client = try await TestClient.register(server)
        _ = try await Browser(server).get(try await Browser(server).callback(of: client))
        return .nobody
    },
    DecisionCase(LoginReason.loginUnstarted) { server in
        _ = try await server.get("/fakeupstreamauth/callback?code=x")
        return .nobody
    },
    DecisionCase(LoginReason.loginDenied) { server in
        let (client, state) = try await server.callBack("&error=access_denied")
        #expect(!state.isEmpty)
        return .login(client.id)
    },
    DecisionCase(LoginReason.loginCodeMissing) { server in
        .login(try await server.callBack("").0.id)
    },
    DecisionCase(LoginReason.loginUnconfirmed) { server in
        .login(try await server.callBack("&code=nobody-made-this").0.id)
    },
    DecisionCase(LoginReason.loginFormUninvited) { server in
        _ = try await server.get("/fakeupstreamauth/authorize")
        return .nobody
    },
    DecisionCase(LoginReason.loginFormForged) { server in
        let client = try await TestClient.register(server)
        let page = try await Browser(server).loginPage(of: client)
        _ = try await Browser(server).login("finish", on: page)
        return .nobody
    },
    DecisionCase(LoginReason.loginFormIncomplete) { server in
        let (client, browser) = (try await TestClient.register(server), Browser(server))
        _ = try await browser.login("something", on: try await browser.loginPage(of: client))
        return .nobody
    },
    DecisionCase(LoginReason.logoutElsewhere) { server in
        _ = try await server.post("/logout", form: [:], headers: [("Origin", "https://elsewhere.example")])
        return .nobody
    },
]

extension TestServer {
    /// A login that comes back with this behind its state.
    fileprivate func callBack(_ answer: String) async throws -> (TestClient, state: String) {
        let (client, browser) = (try await TestClient.register(self), Browser(self))
        let begun = try await browser.decide("approve", on: try await browser.open(client.authorizePath()))
        let state = try #require(begun.redirect("state"))
        _ = try await browser.get("/fakeupstreamauth/callback?state=\(state)\(answer)")
        return (client, state)
    }
}

@Suite("decisions: each login that leads nowhere is told")
struct LoginDecisionTests {
    @Test(arguments: loginCases)
    func told(_ wanted: DecisionCase) async throws { try await wanted.check() }
}
