import JSON
import NIOHTTP1
import Support
import Testing

@Suite("Streamable HTTP with sessions (MCP 2025-03-26 to 2025-11-25)")
struct SessionTests {
    @Test(
        "initialize is answered with the revision it asked for",
        arguments: ["2025-03-26", "2025-06-18", "2025-11-25"])
    func negotiation(version: String) async throws {
        try await Deployment.run { demo in
            let reply = try await demo.post(Messages.initialize(version))
            #expect(reply.status == 200)
            #expect(reply["content-type"] == "application/json")
            #expect(try reply.json["id"] == 1)
            #expect(try reply.result?["protocolVersion"] == .string(version))
            #expect(try reply.result?["capabilities"]?["tools"] != nil)
            #expect(try reply.result?["serverInfo"]?["name"]?.string != nil)
        }
    }

    @Test(
        "a revision that has no initialize, or that nobody knows: the newest that has one",
        arguments: ["2026-07-28", "2024-11-05", "x"])
    func counterOffer(version: String) async throws {
        try await Deployment.run { demo in
            try await #expect(
                demo.post(Messages.initialize(version)).result?["protocolVersion"] == "2025-11-25")
        }
    }

    @Test("initialize without a version: invalid params, and no session")
    func missingVersion() async throws {
        try await Deployment.run { demo in
            let reply = try await demo.post(Messages.request("initialize", ["capabilities": [:]]))
            #expect(try reply.errorCode == -32602)
            #expect(reply["mcp-session-id"] == nil)
        }
    }

    @Test("session ids are visible ASCII, long, and never twice the same")
    func sessionIDs() async throws {
        try await Deployment.run { demo in
            let first = try await demo.session()
            let second = try await demo.session()
            #expect(first != second)
            #expect(first.utf8.count == 48)
            #expect(first.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f })
        }
    }

    @Test("notifications and responses in a session: 202 without a body")
    func notifications() async throws {
        try await Deployment.run { demo in
            let session = try await demo.session()
            for message in [
                Messages.notification("notifications/initialized"),
                Messages.notification("notifications/unknown"),
                ["jsonrpc": "2.0", "id": 9, "result": [:]],
            ] {
                let reply = try await demo.post(message, session: session)
                #expect(reply.status == 202)
                #expect(reply.body.isEmpty)
            }
        }
    }

    @Test(
        "ping is answered with nothing, and the id comes back as it was",
        arguments: [7, "seven", -1] as [JSONValue])
    func ping(id: JSONValue) async throws {
        try await Deployment.run { demo in
            let reply = try await demo.post(
                Messages.request("ping", id: id), session: try await demo.session())
            #expect(try reply.json == ["jsonrpc": "2.0", "id": id, "result": [:]])
        }
    }

    @Test("without a session id: 400; with one that doesn't exist: 404, which tells the client to begin anew")
    func missingAndUnknown() async throws {
        try await Deployment.run { demo in
            try await #expect(demo.post(Messages.request("ping")).status == 400)
            try await #expect(demo.post(Messages.notification("notifications/initialized")).status == 400)
            try await #expect(demo.post(Messages.request("ping"), session: "0123456789abcdef").status == 404)
        }
    }

    @Test("DELETE ends a session, once")
    func end() async throws {
        try await Deployment.run { demo in
            let session = try await demo.session()
            let headers: KeyValuePairs = ["authorization": "Bearer good", "mcp-session-id": session]
            try await #expect(demo.send(.DELETE, "/mcp", headers: headers).status == 204)
            try await #expect(demo.post(Messages.request("ping"), session: session).status == 404)
            try await #expect(demo.send(.DELETE, "/mcp", headers: headers).status == 404)
            try await #expect(
                demo.send(.DELETE, "/mcp", headers: ["authorization": "Bearer good"]).status == 400)
            try await #expect(demo.send(.DELETE, "/mcp", headers: ["mcp-session-id": session]).status == 401)
        }
    }

    @Test("a session is its owner's: another subject, or the same with another client, doesn't find it")
    func ownership() async throws {
        try await Deployment.run { demo in
            demo.authorizationServer.set { state in
                state.tokens["refreshed"] = Deployment.claims()
                state.tokens["bob"] = Deployment.claims(subject: "bob")
                state.tokens["other-client"] = Deployment.claims(client: "client-2")
            }
            let session = try await demo.session()
            for (token, status) in [("refreshed", 200), ("bob", 404), ("other-client", 404), ("good", 200)] {
                try await #expect(
                    demo.post(Messages.request("ping"), token: token, session: session).status
                        == status)
            }
            let stolen = try await demo.send(
                .DELETE, "/mcp", headers: ["authorization": "Bearer bob", "mcp-session-id": session])
            #expect(stolen.status == 404)
            try await #expect(demo.post(Messages.request("ping"), session: session).status == 200)
        }
    }

    @Test("a session that rests for an hour is gone; use keeps it")
    func idle() async throws {
        try await Deployment.run { demo in
            demo.authorizationServer.set { $0.tokens["good"] = Deployment.claims(expiration: nil) }
            let session = try await demo.session()
            for _ in 0..<2 {
                demo.time.advance(by: .seconds(3599))
                try await #expect(demo.post(Messages.request("ping"), session: session).status == 200)
            }
            demo.time.advance(by: .seconds(3600))
            try await #expect(demo.post(Messages.request("ping"), session: session).status == 404)
        }
    }

    @Test(
        "GET with a token: 405 with Allow, for this server begins no stream",
        arguments: [HTTPMethod.GET])
    func get(method: HTTPMethod) async throws {
        try await Deployment.run { demo in
            let reply = try await demo.send(
                .GET, "/mcp", headers: ["authorization": "Bearer good", "accept": "text/event-stream"])
            #expect(reply.status == 405)
            #expect(reply["allow"] == "POST, DELETE, OPTIONS")
        }
    }

    @Test(
        "MCP-Protocol-Version may be missing or any revision with sessions",
        arguments: ["", "2025-03-26", "2025-06-18", "2025-11-25"])
    func knownVersion(version: String) async throws {
        try await Deployment.run { demo in
            let reply = try await demo.post(
                Messages.request("ping"), session: try await demo.session(),
                headers: ["mcp-protocol-version": version])
            #expect(reply.status == 200)
        }
    }

    @Test(
        "a version nobody knows: 400 with those that are served",
        arguments: ["2024-11-05", "2099-01-01", "latest"])
    func unknownVersion(version: String) async throws {
        try await Deployment.run { demo in
            let reply = try await demo.post(
                Messages.request("ping", id: 3), session: try await demo.session(),
                headers: ["mcp-protocol-version": version])
            #expect(reply.status == 400)
            #expect(try reply.errorCode == -32022)
            #expect(try reply.json["id"] == 3)
            let data = try reply.json["error"]?["data"]
            #expect(data?["requested"] == .string(version))
            #expect(data?["supported"] == ["2026-07-28", "2025-11-25", "2025-06-18", "2025-03-26"])
        }
    }
}
