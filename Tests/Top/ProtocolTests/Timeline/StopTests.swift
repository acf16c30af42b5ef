import OAuthCore
import OAuthModel
import Shelf
import Support
import Testing
import Timeline
import Web

/// A way to stop half-way, and what the timeline says of it.
struct StoppedCase: Sendable, CustomTestStringConvertible {
    let stop: Stop
    let verdict: Verdict
    let reached: Stage
    /// How long nothing follows; until then the flow is going on.
    let silence: Duration?
    let edits: [ManifestEdit]
    /// Why the upstream says of nobody who it is.
    let refusal: UpstreamReason?
    let cause: @Sendable (TestServer) async throws -> Void

    var testDescription: String { stop.rawValue }

    init(
        _ stop: Stop, at reached: Stage, after silence: Duration, _ edits: ManifestEdit...,
        cause: @escaping @Sendable (TestServer) async throws -> Void
    ) {
        self.stop = stop
        verdict = .stopped
        self.reached = reached
        self.silence = silence
        refusal = nil
        self.edits = edits
        self.cause = cause
    }

    init(
        refused stop: Stop, at reached: Stage, _ edits: ManifestEdit..., by refusal: UpstreamReason? = nil,
        cause: @escaping @Sendable (TestServer) async throws -> Void
    ) {
        self.stop = stop
        verdict = .refused
        self.reached = reached
        silence = nil
        self.refusal = refusal
        self.edits = edits
        self.cause = cause
    }
}

private let page = "https://app.example"

private let silentCases: [StoppedCase] = [
    StoppedCase(.metadataOnly, at: .knocked, after: .seconds(60)) { try await $0.discover() },
    StoppedCase(.preflightOnly, at: .knocked, after: .seconds(60)) { server in
        try await server.discover(origin: page)
        try await server.preflight("/oauth/register", origin: page)
    },
    StoppedCase(.preflightRefused, at: .knocked, after: .seconds(60)) { server in
        try await server.discover(origin: page)
        try await server.preflight("/oauth/authorize", origin: page)
    },
    StoppedCase(.registeredOnly, at: .registered, after: .seconds(60)) { server in
        try await server.discover()
        _ = try await TestClient.register(server)
    },
    StoppedCase(.registeredAgain, at: .registered, after: .seconds(60)) { server in
        for _ in 1...12 { _ = try await TestClient.register(server) }
    },
    StoppedCase(.consentUnanswered, at: .asked, after: .seconds(600)) { server in
        _ = try await Browser(server).open(try await TestClient.register(server).authorizePath())
    },
    StoppedCase(.loginUnanswered, at: .consented, after: .seconds(600)) { server in
        _ = try await Browser(server).loginPage(of: try await TestClient.register(server))
    },
    StoppedCase(.codeUnredeemed, at: .codeIssued, after: .seconds(60)) { server in
        _ = try await TestClient.register(server).code()
    },
    StoppedCase(
        .codeBehindPreflight, at: .codeIssued, after: .seconds(60),
        .replace(
            "auth: client\n    cors: any\n    # Failures",
            with: "auth: client\n    cors: [\"https://other.example\"]\n    # Failures")
    ) { server in
        _ = try await TestClient.register(server).code()
        try await server.preflight("/oauth/token", origin: page)
    },
    StoppedCase(.tokenUnused, at: .tokensIssued, after: .seconds(60)) { server in
        _ = try await TestClient.register(server).tokens()
    },
    StoppedCase(
        .approvedOnly, at: .knocked, after: .seconds(600), .documents("ask: [app.example]"), .controlled
    ) { server in
        let client = TestClient.documented(server)
        expectPage(try await client.authorize())
        #expect(try server.onlyFlow().summary.stop == .documentAwaited)
        try await server.judge(client.id, "approved")
    },
    StoppedCase(.newTokenUnused, at: .used, after: .seconds(3600)) { server in
        let client = try await TestClient.register(server)
        let tokens = try await client.tokens()
        #expect(try await server.isActive(tokens.access))
        _ = try Tokens(await client.refresh(tokens.refresh ?? ""))
    },
]

private let usedCases: [StoppedCase] = [
    StoppedCase(refused: .tokenExpiredThere, at: .used) { server in
        let tokens = try await TestClient.register(server).tokens()
        #expect(try await server.isActive(tokens.access))
        server.clock.advance(by: .seconds(3600))
        #expect(try await !server.isActive(tokens.access))
    },
    StoppedCase(refused: .tokenReplacedThere, at: .used) { server in
        let client = try await TestClient.register(server)
        let tokens = try await client.tokens()
        #expect(try await server.isActive(tokens.access))
        _ = try Tokens(await client.refresh(tokens.refresh ?? ""))
        #expect(try await !server.isActive(tokens.access))
    },
    StoppedCase(refused: .tokenEndedThere, at: .ended) { server in
        let client = try await TestClient.register(server)
        let tokens = try await client.tokens()
        _ = try await client.revoke(tokens.access)
        #expect(try await !server.isActive(tokens.access))
    },
    StoppedCase(refused: .tokenUnreadable, at: .tokensIssued) { server in
        _ = try await TestClient.register(server).tokens()
        #expect(try await !server.isActive("a-token-of-somebody-else"))
    },
    StoppedCase(refused: .tokenElsewhere, at: .tokensIssued, .otherResource, .otherServer) { server in
        _ = try await server.introspectAsOther(try await TestClient.register(server).tokens().access)
    },
    StoppedCase(refused: .callerRefused, at: .tokensIssued) { server in
        let tokens = try await TestClient.register(server).tokens()
        let answer = try await server.post(
            "/oauth/introspect", form: ["token": tokens.access],
            headers: [("Authorization", basic("demo-mcp-server", "another-secret"))])
        #expect(answer.status == 401)
    },
]

private let refusedCases: [StoppedCase] = [
    StoppedCase(refused: .registrationRefused, at: .knocked) { server in
        try await server.discover()
        #expect(try await server.post("/oauth/register", json: #"{"redirect_uris":[]}"#).status == 400)
    },
    StoppedCase(refused: .clientRefused, at: .registered) { server in
        let client = try await TestClient.register(server, method: "client_secret_basic")
        let wrong = TestClient(server: server, id: client.id, secret: "wrong", method: client.method)
        #expect(try await wrong.refresh("nothing").status == 401)
    },
    StoppedCase(refused: .documentRefused, at: .knocked) { server in
        let client = TestClient.documented(server)
        server.documents.fail(client.id, .status(404))
        expectPage(try await client.authorize())
    },
    StoppedCase(refused: .documentAwaited, at: .knocked, .documents("ask: [app.example]")) { server in
        expectPage(try await TestClient.documented(server).authorize())
    },
    StoppedCase(refused: .onlookerRefused, at: .knocked) { server in
        for _ in 1...2 {
            let answer = try await server.get("/flows", headers: [("Via", "1.1 proxy")])
            #expect([401, 403].contains(answer.status))
        }
    },
    StoppedCase(refused: .formRefused, at: .codeIssued) { server in
        _ = try await TestClient.register(server).code()
        #expect(try await server.post("/oauth/token", json: "{}").status == 400)
    },
    StoppedCase(
        refused: .putOff, at: .registered, .replace("rate_limit: 60/1m", with: "rate_limit: 1/1m")
    ) { server in
        _ = try await TestClient.register(server)
        #expect(try await server.post("/oauth/register", json: "{}").status == 429)
    },
    StoppedCase(refused: .requestRefused, at: .registered) { server in
        _ = try await TestClient.register(server).authorize(["redirect_uri": "http://127.0.0.1:7777/other"])
    },
    StoppedCase(refused: .personRefused, at: .asked) { server in
        let browser = Browser(server)
        let consent = try await browser.open(try await TestClient.register(server).authorizePath())
        _ = try await browser.decide("deny", on: consent)
    },
    StoppedCase(refused: .loginRefused, at: .asked) { server in
        let browser = Browser(server)
        let consent = try await browser.open(try await TestClient.register(server).authorizePath())
        server.clock.advance(by: .seconds(601))
        _ = try await browser.decide("approve", on: consent)
    },
    StoppedCase(refused: .providerFailed, at: .consented, by: .tokensAway) { server in
        _ = try await Browser(server).login(try await TestClient.register(server))
    },
    StoppedCase(refused: .personNotLetIn, at: .consented, by: .groupsElsewhere) { server in
        _ = try await Browser(server).login(try await TestClient.register(server))
    },
    StoppedCase(refused: .codeRefused, at: .codeIssued) { server in
        let client = try await TestClient.register(server)
        _ = try await client.redeem(
            try await client.code(), ["code_verifier": String(repeating: "w", count: 43)])
    },
    StoppedCase(refused: .refreshRefused, at: .tokensIssued) { server in
        let client = try await TestClient.register(server)
        let tokens = try await client.tokens()
        _ = try await client.refresh(spoiled(tokens.refresh ?? ""))
    },
    StoppedCase(refused: .tokenRefused, at: .tokensIssued) { server in
        let client = try await TestClient.register(server)
        let tokens = try await client.tokens()
        _ = try await client.refresh(tokens.refresh ?? "", ["scope": "mcp:admin"])
    },
    StoppedCase(refused: .unanswered, at: .knocked, .route("register", "enabled: false")) { server in
        try await server.discover()
        #expect(try await server.post("/oauth/register", json: "{}").status == 404)
    },
    StoppedCase(refused: .serverFailed, at: .codeIssued) { server in
        let client = try await TestClient.register(server)
        let code = try await client.code()
        server.store.failure = .isGone
        _ = try await client.redeem(code)
    },
]

@Suite("timeline: where an attempt stopped half-way, it says where, why and what to do")
struct StopTests {
    @Test(arguments: silentCases + usedCases + refusedCases)
    func stopped(_ wanted: StoppedCase) async throws {
        let upstream = wanted.refusal.map { reason in
            ScriptedUpstream { $0.finish = .refuses(UpstreamRefusal(reason)) }
        }
        try await TestServer.run(wanted.edits, upstream: upstream) { server in
            try await wanted.cause(server)
            if let silence = wanted.silence {
                server.clock.advance(by: silence - .milliseconds(1))
                #expect(try server.onlyFlow().summary.verdict == .goingOn)
                server.clock.advance(by: .milliseconds(1))
            }
            let summary = try server.onlyFlow().summary
            #expect(summary.verdict == wanted.verdict)
            #expect(summary.stop == wanted.stop)
            #expect(summary.reached == wanted.reached)
            let advice = try #require(summary.advice)
            #expect(!advice.section.isEmpty && !advice.finding.isEmpty && !advice.remedy.isEmpty)
            #expect((summary.refusal != nil) == (wanted.verdict == .refused))
            #expect(server.timeline.map(everything)?.contains(advice.remedy) == true)
            server.store.failure = nil
        }
    }

    @Test("each place where one can stop has a way to it")
    func all() {
        let reached = (silentCases + usedCases + refusedCases).map(\.stop) + [.keptOut]
        #expect(Set(Stop.allCases).subtracting(reached).isEmpty)
        #expect(reached.count == Set(reached).count)
    }

    @Test("each reason has a place where one stops by it")
    func reasons() {
        for reason in allRefusalReasons { #expect(Stop(of: reason) != .unanswered, "\(reason.name)") }
    }

    @Test("the operator is asked, says yes or no by the command, and both are in the client's row")
    func judged() async throws {
        try await TestServer.run([.documents("ask: [app.example]"), .controlled]) { server in
            let client = TestClient.documented(server)
            expectPage(try await client.authorize())
            guard !TestStore.isRedis else { return }
            try await server.judge(client.id, "denied")
            #expect(try server.onlyFlow().summary.stop == .keptOut)
            try await server.judge(client.id, "approved")
            #expect(try server.onlyFlow().summary.verdict == .goingOn)
            #expect(try server.onlyFlow().names == ["refused", "client_denied", "client_approved"])
            expectConsent(try await client.authorize())
            #expect(try server.onlyFlow().summary.verdict == .goingOn)
        }
    }

    @Test("what goes on after a stop is no longer stopped")
    func goesOn() async throws {
        try await TestServer.run { server in
            let tokens = try await TestClient.register(server).tokens()
            server.clock.advance(by: .seconds(90))
            #expect(try server.onlyFlow().summary.stop == .tokenUnused)
            #expect(try await server.isActive(tokens.access))
            #expect(try server.onlyFlow().summary.verdict == .done)
        }
    }
}
