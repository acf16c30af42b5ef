import JSON
import Support
import Testing

/// Ways in which a store is no use to anybody.
private let failures: [StoreSwitch.Failure] = [.isGone, .refusesChanges]

@Suite("when the store fails, over HTTP")
struct OutageTests {
    @Test(
        "a code can't be redeemed for a while, is not called invalid, and is good afterwards",
        arguments: failures)
    func code(_ failure: StoreSwitch.Failure) async throws {
        try await TestServer.run { server in
            for method in ["none", "client_secret_basic", "client_secret_post"] {
                let client = try await TestClient.register(server, method: method)
                let code = try await client.code()
                server.store.failure = failure
                for _ in 1...3 { expectOutage(try await client.redeem(code)) }
                server.store.failure = nil
                #expect(try await client.redeem(code).status == 200)
            }
        }
    }

    @Test("the client of the manifest, whom no store needs to know, is told the same", arguments: failures)
    func preRegistered(_ failure: StoreSwitch.Failure) async throws {
        try await TestServer.run { server in
            let client = TestClient.demo(server)
            let code = try await client.code()
            server.store.failure = failure
            expectOutage(try await client.redeem(code))
            expectPage(try await client.authorize(), status: 503)
            server.store.failure = nil
            #expect(try await client.redeem(code).status == 200)
        }
    }

    @Test(
        "a refresh token can't be used for a while, is not called invalid, and is good afterwards",
        arguments: failures)
    func refresh(_ failure: StoreSwitch.Failure) async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let refresh = try #require(try await client.tokens().refresh)
            server.store.failure = failure
            for _ in 1...3 { expectOutage(try await client.refresh(refresh)) }
            server.store.failure = nil
            #expect(try await client.refresh(refresh).status == 200)
        }
    }

    @Test("a wrong verifier that can't be counted is not answered as one")
    func wrongVerifier() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let code = try await client.code()
            let wrong = ["code_verifier": String(repeating: "x", count: 43)]
            server.store.failure = .refusesChanges
            for _ in 1...10 { expectOutage(try await client.redeem(code, wrong)) }
            server.store.failure = nil
            #expect(try await client.redeem(code).status == 200)
        }
    }

    @Test("what nobody could look up is not called invalid: code, refresh token, client")
    func unknown() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let stranger = TestClient(server: server, id: "nobody", secret: nil, method: "none")
            let tail = String(repeating: "A", count: 59)
            server.store.failure = .isGone
            expectOutage(try await client.redeem("mac_" + tail))
            expectOutage(try await client.refresh("mrt_" + tail))
            expectOutage(try await stranger.redeem("mac_" + tail))
            expectOutagePage(try await stranger.authorize())
            server.store.failure = nil
            #expect(try await client.redeem("mac_" + tail).error == "invalid_grant")
            #expect(try await client.refresh("mrt_" + tail).error == "invalid_grant")
            #expect(try await stranger.redeem("mac_" + tail).error == "invalid_client")
            expectPage(try await stranger.authorize())
        }
    }

    @Test("tokens that exist are handed over although their client's use could not be noted")
    func renewal() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let code = try await client.code()
            server.store.failure = .refusesRenewals
            let tokens = try Tokens(try await client.redeem(code))
            #expect(try await client.refresh(try #require(tokens.refresh)).status == 200)
        }
    }

    @Test("a token is never called inactive because nobody could look it up")
    func introspection() async throws {
        try await TestServer.run { server in
            let tokens = try await TestClient.register(server).tokens()
            server.store.failure = .isGone
            expectOutage(try await server.introspect(tokens.access))
            expectOutage(try await server.post("/oauth/introspect", form: ["token": tokens.access]))
            server.store.failure = .refusesChanges
            #expect(try await server.isActive(tokens.access), "reading is enough")
            server.store.failure = nil
            #expect(try await server.isActive(tokens.access))
        }
    }

    @Test("a revocation that did not happen is not answered as one (RFC 7009 §2.2.1)", arguments: failures)
    func revocation(_ failure: StoreSwitch.Failure) async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let tokens = try await client.tokens()
            let refresh = try #require(tokens.refresh)
            server.store.failure = failure
            expectOutage(try await client.revoke(tokens.access))
            expectOutage(try await client.revoke(refresh))
            server.store.failure = nil
            #expect(try await server.isActive(tokens.access))
            #expect(try await client.revoke(refresh).status == 200)
            #expect(try await !server.isActive(tokens.access))
        }
    }

    @Test("nobody can register for a while", arguments: failures)
    func registration(_ failure: StoreSwitch.Failure) async throws {
        try await TestServer.run { server in
            let document = #"{"redirect_uris":["http://127.0.0.1/cb"]}"#
            server.store.failure = failure
            expectOutage(try await server.post("/oauth/register", json: document))
            server.store.failure = nil
            #expect(try await server.post("/oauth/register", json: document).status == 201)
        }
    }

    @Test(
        "each step of a person ends on a page that says when to try again, and works when it is tried again",
        arguments: failures)
    func steps(_ failure: StoreSwitch.Failure) async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            func failing(_ step: () async throws -> Response) async throws -> Response {
                server.store.failure = failure
                expectOutagePage(try await step())
                server.store.failure = nil
                return try await step()
            }
            let consent = try await failing { try await browser.get(client.authorizePath()) }
            expectConsent(consent)
            let approved = try await failing { try await browser.decide("approve", on: consent) }
            let login = try await browser.follow(approved)
            let finished = try await failing { try await browser.login("finish", on: login, as: "ada") }
            let callback = try #require(finished.location)
            let answer = try await failing { try await browser.get(callback) }
            #expect(try await client.redeem(try #require(answer.redirect("code"))).status == 200)
            let out = try await failing { try await browser.post("/logout", [:]) }
            #expect(out.text.contains("You are signed out"))
        }
    }

    @Test("a refusal of the person is passed on when it could be noted, and not before", arguments: failures)
    func denial(_ failure: StoreSwitch.Failure) async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let consent = try await browser.get(client.authorizePath())
            server.store.failure = failure
            expectOutagePage(try await browser.decide("deny", on: consent))
            server.store.failure = nil
            expectError(
                "access_denied", try await browser.decide("deny", on: consent), of: client, status: 303)
        }
    }

    @Test("somebody whose session nobody could look up is not called logged out")
    func session() async throws {
        try await TestServer.run { server in
            let client = TestClient.demo(server)
            let browser = Browser(server)
            #expect(try await client.approve(in: browser).redirect("code") != nil)
            let silent = client.authorizePath(["prompt": "none"])
            server.store.failure = .isGone
            expectOutagePage(try await browser.get(silent))
            server.store.failure = nil
            expectError("consent_required", try await browser.get(silent), of: client)
        }
    }

    @Test(
        "health says that the store fails, and why, and is well again without a restart", arguments: failures)
    func health(_ failure: StoreSwitch.Failure) async throws {
        try await TestServer.run { server in
            #expect(try await server.get("/health").json["status"] == "ok")
            server.store.failure = failure
            server.clock.advance(by: .seconds(1))
            let answer = try await server.get("/health")
            expectOutage(answer)
            #expect(answer.json["status"] == "unavailable")
            #expect(answer.json["issuer"] == .string(server.issuer))
            #expect(answer.json["reason"] == .string(StoreSwitch.reason))
            #expect(try await server.send("HEAD", "/health").status == 503)
            server.store.failure = nil
            server.clock.advance(by: .seconds(1))
            #expect(try await server.get("/health").json["status"] == "ok")
        }
    }

    @Test(
        "what needs no store is answered as ever: metadata, and what is wrong in any case",
        arguments: failures)
    func withoutStore(_ failure: StoreSwitch.Failure) async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let metadata = "/.well-known/oauth-authorization-server"
            let before = try await server.get(metadata)
            server.store.failure = failure
            let answer = try await server.get(metadata)
            #expect(answer.status == 200)
            #expect(answer.body == before.body)
            #expect(try await server.introspect("rubbish").text == "{\"active\":false}\n")
            #expect(try await server.post("/oauth/introspect", form: [:]).error == "invalid_request")
            #expect(try await server.post("/oauth/register", json: "[]").error == "invalid_client_metadata")
            #expect(try await server.get("/nonsense").status == 404)
            expectPage(try await server.get("/oauth/authorize"))
            #expect(try await client.server.post("/oauth/token", form: [:]).status == 401)
        }
    }

    @Test("the log says what stood in the way")
    func log() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            server.store.failure = .isGone
            _ = try await client.refresh("mrt_" + String(repeating: "A", count: 59))
            let line = try #require(server.log.all.first { $0.contains("reason=store_away") })
            #expect(line.hasPrefix("warning ") && line.contains("store=" + StoreSwitch.reason), "\(line)")
        }
    }
}

/// Says that it is the server's fault, and when to come again.
func expectOutage(_ response: Response, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(response.status == 503, sourceLocation: sourceLocation)
    #expect(response["retry-after"] == "1", sourceLocation: sourceLocation)
    #expect(response["content-type"] == "application/json", sourceLocation: sourceLocation)
    #expect(response["cache-control"] == "no-store", sourceLocation: sourceLocation)
    #expect(response.error == "temporarily_unavailable", sourceLocation: sourceLocation)
    #expect(response.json["active"] == nil, sourceLocation: sourceLocation)
}

/// The same for people.
func expectOutagePage(_ response: Response, sourceLocation: SourceLocation = #_sourceLocation) {
    expectPage(response, status: 503, sourceLocation: sourceLocation)
    #expect(response["retry-after"] == "1", sourceLocation: sourceLocation)
    #expect(response.all("set-cookie").isEmpty, sourceLocation: sourceLocation)
}
