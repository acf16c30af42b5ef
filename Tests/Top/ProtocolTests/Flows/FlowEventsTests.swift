import Support
import Testing
import Timeline

/// The timeline as server-sent events.
@Suite("the timeline as it happens", .timeLimit(.minutes(5)))
struct FlowEventsTests {
    @Test("whoever watches is told of each change, under an id; nothing of it is a secret")
    func changes() async throws {
        try await TestServer.run { (server) async throws in
            let watcher = try await Watcher(server)
            #expect(watcher.head.contains("\r\nContent-Type: text/event-stream; charset=utf-8\r\n"))
            #expect(watcher.head.contains("\r\nCache-Control: no-store\r\n"))
            let client = try await TestClient.register(server)
            let events = try await watcher.next("event: flow")
            #expect(events.wholeMatch(of: #/(?s).*id: [0-9a-f]{8}-[0-9]+\nevent: flow/#) != nil)
            let data = try await watcher.next("\n\n")
            #expect(data.contains("data: {") && data.contains(client.id))
            _ = try await client.tokens()
            let last = try #require(server.timeline?.summaries().first?.name.text)
            let more = try await watcher.next(until: "\"flow\":\"\(last)\"")
            #expect(server.secrets.found(in: data + more) == [])
            await watcher.close()
        }
    }

    @Test("who comes back with the id of the last event is told what it missed, and of nothing else")
    func reconnect() async throws {
        try await TestServer.run { (server) async throws in
            _ = try await TestClient.register(server)
            let id = try await Watcher.lastID(server)
            let missed = try await TestClient.register(server)
            let watcher = try await Watcher(server, after: id)
            let data = try await watcher.next("\n\n", after: "event: flow")
            #expect(data.contains(missed.id))
            await watcher.close()
            // Who has seen all of it waits.
            let current = try await Watcher.lastID(server)
            let another = try await Watcher(server, after: current)
            let later = try await TestClient.register(server)
            #expect(try await another.next("\n\n", after: "event: flow").contains(later.id))
            await another.close()
        }
    }

    @Test("an id that is none of this process's means that everything may be different")
    func otherProcess() async throws {
        try await TestServer.run { (server) async throws in
            let id = try await Watcher.lastID(server)
            let other = (id.first == "0" ? "1" : "0") + id.dropFirst()
            for stranger in [String(other), "x", id + "9999", "é"] {
                let watcher = try await Watcher(server, after: stranger)
                _ = try await watcher.next("event: changed")
                await watcher.close()
            }
        }
    }

    @Test("of one attempt its own changes are told")
    func one() async throws {
        try await TestServer.run { (server) async throws in
            _ = try await TestClient.demo(server).authorize()
            let name = try #require(server.timeline?.summaries().first?.name)
            let watcher = try await Watcher(server, query: "?flow=" + name.text)
            _ = try await TestClient.register(server)
            server.timeline?.pin(name, true)
            let events = try await watcher.next("\n\n", after: "event: flow")
            #expect(events.contains("\"flow\":\"\(name.text)\"") && events.contains("\"pinned\":true"))
            await watcher.close()
            let other = try await server.get(
                "/flows?flow=none", headers: [("Accept", "text/event-stream")])
            #expect(other.status == 404)
        }
    }

    @Test("sixteen may watch; another one is told to come later, and can when one has gone")
    func limit() async throws {
        try await TestServer.run { (server) async throws in
            var watchers: [Watcher] = []
            for _ in 1...16 { watchers.append(try await Watcher(server)) }
            let refused = try await server.get("/flows", headers: [("Accept", "text/event-stream")])
            #expect(refused.status == 503 && refused["retry-after"] == "5")
            // A head alone takes no place, and looking is not watching.
            await watchers[0].close()
            try await eventually("a place that is free again") {
                let next = try? await Watcher(server)
                await next?.close()
                return next
            }
            for _ in 1...32 {
                _ = try await server.send("HEAD", "/flows", headers: [("Accept", "text/event-stream")])
            }
            #expect(try await server.get("/flows").status == 200)
            for watcher in watchers { await watcher.close() }
        }
    }

    @Test("a server that stops lets everybody go at once, and their streams end whole")
    func shutdown() async throws {
        let folder = try TestFolder(store: "  memory: true\n")
        defer { folder.remove() }
        let server = try await TestServer.start(folder)
        let watchers = [try await Watcher(server), try await Watcher(server)]
        async let stopped: Void = server.stop()
        for watcher in watchers {
            #expect(await watcher.rest().hasSuffix("0\r\n\r\n"))
            await watcher.close()
        }
        await stopped
    }

    @Test("whoever may not see the timeline may not watch it")
    func access() async throws {
        try await TestServer.run([.operated]) { (server) async throws in
            for (header, status) in [("Via", 401), ("Sec-Fetch-Site", 401), ("Host", 421)] {
                let answer = try await server.get(
                    "/flows", headers: [("Accept", "text/event-stream"), (header, "evil.example")])
                #expect(answer.status == status, "\(header)")
            }
        }
    }
}
