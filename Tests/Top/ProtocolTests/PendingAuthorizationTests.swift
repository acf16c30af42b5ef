import JSON
import Testing

/// What is kept of an authorization request comes from anybody, so there is a bound to it.
@Suite("what an authorization request leaves behind, over HTTP")
struct PendingAuthorizationTests {
    @Test("a state of 8 KiB comes back as it was, in the answer to a form of its size")
    func longestState() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let state = String(repeating: "s", count: 8192)
            let answer = try await client.approve(["state": state])
            #expect(answer.redirect("code") != nil)
            #expect(answer.redirect("state") == state)
        }
    }

    @Test("a longer state is invalid_request by redirect, and is not given back", arguments: [8193, 12_000])
    func longState(_ length: Int) async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let state = String(repeating: "s", count: length)
            expectError(
                "invalid_request", try await client.authorize(["state": state]), of: client, state: nil)
        }
    }

    @Test("a login_hint beyond 256 bytes is ignored, and the login goes on")
    func longHint() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            for (length, isKept) in [(256, true), (257, false)] {
                let hint = String(repeating: "h", count: length)
                let consent = try await browser.open(client.authorizePath(["login_hint": hint]))
                let answer = try await browser.decide("approve", on: consent)
                #expect(answer.location?.contains("login_hint=") == isKept)
                #expect(answer.status == 303)
            }
        }
    }

    @Test("a form beyond 16 KiB is not read")
    func largeForm() async throws {
        try await TestServer.run { server in
            let filler = String(repeating: "x", count: 16 << 10)
            let answer = try await server.post("/oauth/authorize", form: ["foo": filler])
            #expect(answer.status == 413)
        }
    }

    @Test(
        "where there is no room, a page says so, with 503 and when to come back; tokens are issued all the same"
    )
    func full() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let consent = try await browser.open(client.authorizePath())
            let tokens = try Tokens(try await client.redeem(try await client.code()))
            server.store.failure = .isFull
            for answer in [try await client.authorize(), try await browser.decide("approve", on: consent)] {
                expectPage(answer, status: 503)
                #expect(answer["retry-after"] == "90")
                #expect(answer.text.contains("Too many logins wait to be finished here"))
            }
            #expect(try await client.refresh(try #require(tokens.refresh)).status == 200)
            server.store.failure = nil
            #expect(try await browser.decide("approve", on: consent).status == 303)
        }
    }
}
