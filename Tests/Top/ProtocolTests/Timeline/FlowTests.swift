import JSON
import OAuthCore
import OAuthModel
import Support
import Testing
import Timeline
import WireText

@Suite("timeline: an attempt is one row, from discovery to revocation")
struct FlowTests {
    @Test("each step has a hop, in its order; who, what for and how far is in the row")
    func whole() async throws {
        try await TestServer.run { server in
            try await server.discover()
            let client = try await TestClient.register(server)
            let tokens = try await client.tokens()
            #expect(try await server.isActive(tokens.access))
            let next = try Tokens(await client.refresh(try #require(tokens.refresh)))
            _ = try await client.revoke(try #require(next.refresh))
            let flow = try server.onlyFlow()
            #expect(
                flow.names == [
                    "metadata", "registered", "consent_asked", "consent_given", "logged_in", "code_issued",
                    "code_redeemed", "active", "refreshed", "revoked",
                ])
            let summary = flow.summary
            #expect(summary.client?.id.rawValue == client.id)
            #expect(summary.client?.name == "Test client")
            #expect(summary.person?.rawValue == "ada")
            #expect(summary.scope == "mcp" && summary.resource == TestClient.resource)
            #expect(summary.reached == .ended && summary.verdict == .done && summary.stop == nil)
            #expect(summary.login == server.decisions.flow(of: client.id))
            #expect(summary.hopCount == 10)
            #expect(flow.hops.map(\.isProbable) == [true, true] + Array(repeating: false, count: 8))
            #expect(
                flow.hops.map(\.from) == [
                    .client, .client, .browser, .browser, .upstream, .authorizationServer, .client,
                    .resourceServer, .client, .client,
                ])
            #expect(flow.hops.allSatisfy { $0.requestID.count >= 16 && $0.peer == "127.0.0.1" })
        }
    }

    @Test(
        "two clients that register at once and log in one after the other have a row each, with their own registration"
    )
    func two() async throws {
        try await TestServer.run { server in
            let first = try await TestClient.register(server)
            let second = try await TestClient.register(server)
            for client in [first, second] { #expect(try await server.isActive(client.tokens().access)) }
            let flows = try server.flows()
            #expect(flows.count == 2)
            for (flow, client) in zip(flows.sorted { $0.summary.began < $1.summary.began }, [second, first]) {
                #expect(flow.names.first == "registered" && flow.summary.verdict == .done)
                let clients = Set(
                    flow.hops.map(\.facts).joined().filter { $0.name == "client_id" }.map(\.value))
                #expect(clients.isEmpty || clients == [client.id])
            }
            #expect(Set(flows.map(\.summary.client?.id.rawValue)) == [first.id, second.id])
        }
    }

    @Test(
        "a login that is asked about, refreshed and asked about again is done; what was asked again is counted, with when last"
    )
    func counted() async throws {
        try await TestServer.run { server in
            let tokens = try await TestClient.register(server).tokens()
            for _ in 1...3 {
                server.clock.advance(by: .seconds(10))
                #expect(try await server.isActive(tokens.access))
            }
            server.clock.advance(by: .seconds(3600))
            for _ in 1...2 { #expect(try await !server.isActive(tokens.access)) }
            let flow = try server.onlyFlow()
            let active = try #require(flow.hops.first { $0.kind == .active })
            #expect(active.count == 3 && active.lastAt.since(active.firstAt) == .seconds(20))
            #expect(active.refusedCount == 0)
            let inactive = try #require(flow.hops.last)
            #expect(inactive.count == 2 && inactive.refusedCount == 2)
            #expect(flow.summary.verdict == .refused && flow.summary.stop == .tokenExpiredThere)
        }
    }

    @Test("a browser's page is in the row, and what another page asks is another row")
    func pages() async throws {
        try await TestServer.run { server in
            for origin in ["https://a.example", "https://b.example"] {
                try await server.preflight("/oauth/register", origin: origin)
            }
            let flows = try server.flows()
            #expect(flows.map(\.summary.origin) == ["https://b.example", "https://a.example"])
        }
    }

    @Test("metadata that is read many times in a moment is counted, and what follows is a hop of its own")
    func discovery() async throws {
        try await TestServer.run { server in
            for _ in 1...5 { try await server.discover() }
            let client = try await TestClient.register(server)
            try await server.discover()
            let flow = try server.onlyFlow()
            #expect(flow.names == ["metadata", "registered"] && flow.summary.hopCount == 7)
            #expect(flow.hops.first?.count == 6 && flow.summary.client?.id.rawValue == client.id)
        }
    }

    @Test(
        "it is looked for by a part of the client's name or id, by what became of it, and by any word in the row"
    )
    func filtered() async throws {
        try await TestServer.run { server in
            let timeline = try #require(server.timeline)
            let client = try await TestClient.register(server, metadata: ["client_name": "Müllers Uhr"])
            #expect(try await server.isActive(try await client.tokens(as: "grace").access))
            _ = try await TestClient.demo(server).authorize(["scope": "nonsense"])
            func found(_ filter: FlowFilter) -> Int { timeline.summaries(filter).count }
            #expect(found(FlowFilter()) == 2 && found(FlowFilter(limit: 1)) == 1)
            #expect(found(FlowFilter(client: "müLLers")) == 1 && found(FlowFilter(client: "mullers")) == 0)
            #expect(found(FlowFilter(client: WireText(client.id))) == 1)
            #expect(found(FlowFilter(verdict: .done)) == 1 && found(FlowFilter(verdict: .stopped)) == 0)
            #expect(found(FlowFilter(text: "grace")) == 1 && found(FlowFilter(text: "scope_unknown")) == 1)
            #expect(found(FlowFilter(client: "demo", verdict: .done)) == 0)
        }
    }

    @Test("paused it takes nothing in; cleared it forgets all but what is pinned")
    func kept() async throws {
        try await TestServer.run { server in
            let timeline = try #require(server.timeline)
            _ = try await TestClient.register(server).tokens()
            let pinned = try server.onlyFlow().summary.name
            #expect(timeline.pin(pinned, true))
            _ = try await TestClient.register(server).tokens()
            timeline.pause(true)
            let paused = timeline.sequence
            _ = try await TestClient.register(server).tokens()
            try await server.discover()
            #expect(timeline.sequence == paused && timeline.summaries().count == 2)
            timeline.clear()
            #expect(timeline.summaries().map(\.name) == [pinned])
            timeline.pause(false)
            try await server.discover()
            #expect(timeline.summaries().count == 2)
        }
    }

    @Test("who watches is told once, however much changed, and sees what it has not seen")
    func watched() async throws {
        try await TestServer.run { server in
            let timeline = try #require(server.timeline)
            let watch = timeline.watch()
            try await server.discover()
            let seen = timeline.sequence
            _ = try await TestClient.register(server, metadata: ["client_name": "Another"]).tokens()
            var changes = watch.makeAsyncIterator()
            #expect(await changes.next() != nil)
            #expect(timeline.summaries(changedAfter: seen).count == 1)
            #expect(timeline.summaries(changedAfter: timeline.sequence).isEmpty)
            timeline.endWatches()
            #expect(await changes.next() == nil)
        }
    }
}
