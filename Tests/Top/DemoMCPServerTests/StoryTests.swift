import JSON
import NIOHTTP1
import OAuthModel
import Support
import Testing

@testable import DemoMCPServer

/// What somebody reads who runs the demo.
@Suite("what the demo server decides is told in words, a line each")
struct StoryTests {
    private struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let words: String
        let act: @Sendable (Deployment) async throws -> Void

        init(
            _ name: String, tells words: String, _ act: @escaping @Sendable (Deployment) async throws -> Void
        ) {
            testDescription = name
            self.words = words
            self.act = act
        }
    }

    private static func refused(_ claims: JSONValue) -> @Sendable (Deployment) async throws -> Void {
        { demo in
            demo.authorizationServer.set { $0.tokens["t"] = claims }
            _ = try await demo.post(Messages.initialize(), token: "t")
        }
    }

    private static let cases = [
        Case("no token", tells: "no token: told the client where to get one") {
            _ = try await $0.post(Messages.initialize(), token: nil)
        },
        Case(
            "a token that is none",
            tells: "a client was refused: what it sent is no access token (RFC 6750 §2.1): "
                + "have it send its access_token as it was given it"
        ) { _ = try await $0.send(.POST, "/mcp", headers: ["authorization": "Bearer a b"]) },
        Case(
            "an inactive token",
            tells: "a client was refused: the authorization server calls the token inactive (RFC 7662 §2.2): "
                + "the log of the authorization server says why"
        ) { _ = try await $0.post(Messages.initialize(), token: "unknown") },
        Case(
            "a token for another resource",
            tells: "a client was refused: the token is for another resource, https://a.example, "
                + "and not for http://localhost:3232/mcp (RFC 8707 §2): "
                + "have the client ask for a token with this server's URL as its resource",
            refused(Deployment.claims(audience: "https://a.example"))),
        Case(
            "a token that has expired",
            tells: "a client was refused: the token has expired (RFC 6749 §1.5): have the client refresh",
            refused(Deployment.claims(expiration: MovableClock.start.seconds))),
        Case(
            "a scope that is missing",
            tells:
                "alice (client-1) was refused: the token lacks the scope mcp:admin, it has mcp (RFC 6750 §3.1): "
                + "the client is told what to ask for; if it doesn't, have it authorize again"
        ) { demo in
            _ = try await demo.post(
                Messages.request("tools/call", ["name": "admin_report"]), session: try await demo.session())
        },
        Case(
            "credentials that introspection refuses",
            tells:
                "nobody is let in: introspection refuses this server's credentials, id demo-mcp-server (RFC 7662 §2.1): "
                + "DEMO_RESOURCE_SERVER_ID and DEMO_RESOURCE_SERVER_SECRET must stand in the manifest of the authorization server"
        ) { demo in
            demo.authorizationServer.set { $0.introspectionStatus = 401 }
            _ = try await demo.post(Messages.initialize())
        },
        Case(
            "an authorization server that fails",
            tells: "nobody is let in: introspection answers 500: "
                + "see that the authorization server runs, and that AUTH_SERVER_URL is its issuer"
        ) { demo in
            demo.authorizationServer.set { $0.introspectionStatus = 500 }
            _ = try await demo.post(Messages.initialize())
        },
        Case(
            "a session that is over",
            tells: "alice (client-1) was not understood: there is no such session, or not any more: "
                + "an MCP client initializes again by itself"
        ) { _ = try await $0.post(Messages.request("tools/list", [:]), session: "gone") },
        Case(
            "a path that is not there",
            tells: "a request was refused: nothing has this path (RFC 9110 §15.5.5): the MCP endpoint is /mcp"
        ) { _ = try await $0.send(.GET, "/sse") },
        Case(
            "a name that is not this server's",
            tells: "a request was refused: the Host is not one of this server (RFC 9110 §15.5.4): "
                + "call this server by the name in BASE_URI, or list the page's origin in ALLOWED_ORIGINS"
        ) { _ = try await $0.send(.GET, "/mcp", headers: ["host": "evil.example"]) },
    ]

    @Test("the last line says who was refused and why, and what to do", arguments: cases)
    private func lastLine(_ item: Case) async throws {
        try await Deployment.run { demo in
            try await item.act(demo)
            #expect(demo.told.last == item.words)
        }
    }

    @Test("each call of a tool is a line; what repeats itself otherwise is one, and counted")
    func repetition() async throws {
        try await Deployment.run { demo in
            let session = try await demo.session()
            for _ in 1...3 {
                _ = try await demo.post(Messages.request("tools/call", ["name": "whoami"]), session: session)
                _ = try await demo.post(Messages.initialize(), token: nil)
            }
            #expect(demo.told.count { $0 == "alice (client-1) called whoami" } == 3)
            #expect(demo.told.count { $0.hasPrefix("no token") } == 1)
            demo.time.advance(by: .seconds(11))
            _ = try await demo.post(Messages.initialize(), token: nil)
            #expect(demo.told.contains { $0.hasPrefix("2 more like this: no token") })
            #expect(demo.told.last?.hasPrefix("no token") == true)
        }
    }

    @Test("a login, with all that a client tries on its way, has a line for the token and one for the call")
    func steps() async throws {
        try await Deployment.run { demo in
            let before = demo.told.count
            _ = try await demo.post(Messages.initialize(), token: nil)
            _ = try await demo.send(.GET, "/.well-known/oauth-protected-resource/mcp")
            let session = try await demo.session()
            _ = try await demo.send(.GET, "/mcp", headers: ["authorization": "Bearer good"])
            _ = try await demo.post(Messages.request("tools/list", [:]), session: session)
            _ = try await demo.post(Messages.request("tools/call", ["name": "whoami"]), session: session)
            #expect(demo.told.dropFirst(before).count == 2)
        }
    }
}

extension Deployment {
    /// Without what is said of the authorization server, which is found at some moment.
    fileprivate var told: [String] { log.told.filter { !$0.hasPrefix("authorization server") } }
}
