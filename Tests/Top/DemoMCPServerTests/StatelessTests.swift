import JSON
import Testing

@Suite("Streamable HTTP without sessions (MCP 2026-07-28)")
struct StatelessTests {
    @Test("server/discover names the revisions, the capabilities and the server")
    func discover() async throws {
        try await Deployment.run { demo in
            let reply = try await demo.stateless("server/discover")
            let result = try #require(try reply.result)
            #expect(reply.status == 200)
            #expect(reply["mcp-session-id"] == nil)
            #expect(result["supportedVersions"] == ["2026-07-28", "2025-11-25", "2025-06-18", "2025-03-26"])
            #expect(result["capabilities"]?["tools"] != nil)
            #expect(result["resultType"] == "complete")
            #expect(result["ttlMs"]?.integer ?? -1 >= 0)
            #expect(result["cacheScope"] == "public")
            #expect(result["_meta"]?["io.modelcontextprotocol/serverInfo"]?["name"] == "mcp-auth-demo")
        }
    }

    @Test("a tool is called without any handshake; a session id that strays in counts for nothing")
    func call() async throws {
        try await Deployment.run { demo in
            let reply = try await demo.stateless(
                "tools/call", JSONObject(["name": "echo", "arguments": ["text": "hi"]]),
                headers: ["mcp-session-id": "stray"])
            #expect(reply.status == 200)
            #expect(try reply.result?["content"]?.array?.first?["text"] == "hi")
            #expect(try reply.result?["resultType"] == "complete")
            #expect(try reply.result?["_meta"]?["io.modelcontextprotocol/serverInfo"] != nil)
        }
    }

    @Test("the list of tools says how long it may be kept")
    func list() async throws {
        try await Deployment.run { demo in
            let result = try await demo.stateless("tools/list").result
            #expect(result?["tools"]?.array?.count == 5)
            #expect(result?["ttlMs"] == 300_000)
            #expect(result?["cacheScope"] == "public")
            #expect(result?["resultType"] == "complete")
        }
    }

    @Test(
        "the headers repeat the body: missing or different is 400 HeaderMismatch",
        arguments: [
            ("mcp-protocol-version", ""), ("mcp-protocol-version", "2099-01-01"), ("mcp-method", ""),
            ("mcp-method", "tools/list"), ("mcp-method", "Tools/Call"),
            ("mcp-method", "=?base64?dG9vbHMvY2FsbA==?="),
            ("mcp-name", ""), ("mcp-name", "add"), ("mcp-name", "ECHO"), ("mcp-name", "=?base64?YWRk?="),
            ("mcp-name", "=?base64?!!!?="), ("mcp-name", "=?base64?ZWNobw?="),
        ])
    func headerMismatch(header: String, value: String) async throws {
        try await Deployment.run { demo in
            let reply = try await demo.stateless(
                "tools/call", JSONObject(["name": "echo", "arguments": ["text": "hi"]]),
                headers: [header: value])
            #expect(reply.status == 400)
            #expect(try reply.errorCode == -32020)
            #expect(try reply.json["id"] == 1)
        }
    }

    @Test(
        "a header that is there twice is refused, even when both agree",
        arguments: ["mcp-method", "mcp-protocol-version"])
    func repeatedHeader(header: String) async throws {
        try await Deployment.run { demo in
            let value = header == "mcp-method" ? "tools/list" : "2026-07-28"
            let reply = try await demo.stateless("tools/list", headers: [header: value, header: value])
            #expect(reply.status == 400)
            #expect(try reply.errorCode == -32020)
        }
    }

    @Test("Mcp-Name may come encoded, and is decoded before it is compared")
    func encodedName() async throws {
        try await Deployment.run { demo in
            let reply = try await demo.stateless(
                "tools/call", JSONObject(["name": "echo", "arguments": ["text": "hi"]]),
                headers: ["mcp-name": "=?base64?ZWNobw==?="])
            #expect(reply.status == 200)
            let unknown = try await demo.stateless(
                "tools/call", JSONObject(["name": "größe"]), headers: ["mcp-name": "=?base64?Z3LDtsOfZQ==?="])
            #expect(unknown.status == 400)
            #expect(try unknown.errorCode == -32602)
        }
    }

    @Test(
        "_meta must say the revision and what the client can do: else 400 invalid params",
        arguments: [
            nil, [:], 1, ["io.modelcontextprotocol/protocolVersion": "2026-07-28"],
            ["io.modelcontextprotocol/clientCapabilities": [:]],
            [
                "io.modelcontextprotocol/protocolVersion": 1,
                "io.modelcontextprotocol/clientCapabilities": [:],
            ],
            [
                "io.modelcontextprotocol/protocolVersion": "2026-07-28",
                "io.modelcontextprotocol/clientCapabilities": 1,
            ],
        ] as [JSONValue?])
    func meta(meta: JSONValue?) async throws {
        try await Deployment.run { demo in
            let reply = try await demo.stateless("tools/list", JSONObject(["_meta": meta ?? .null]))
            #expect(reply.status == 400)
            #expect(try reply.errorCode == -32602)
        }
    }

    @Test("who the client is need not be said")
    func anonymousClient() async throws {
        try await Deployment.run { demo in
            var meta = Messages.meta().object ?? JSONObject()
            meta["io.modelcontextprotocol/clientInfo"] = nil
            try await #expect(
                demo.stateless("tools/list", JSONObject(["_meta": .object(meta)])).status == 200)
        }
    }

    @Test("a revision that isn't served: 400 with those that are", arguments: ["2099-01-01", "2024-11-05"])
    func unsupported(version: String) async throws {
        try await Deployment.run { demo in
            let reply = try await demo.stateless(
                "server/discover", JSONObject(["_meta": Messages.meta(version)]),
                headers: ["mcp-protocol-version": version])
            #expect(reply.status == 400)
            #expect(try reply.errorCode == -32022)
            #expect(try reply.json["error"]?["data"]?["requested"] == .string(version))
            #expect(try reply.json["error"]?["data"]?["supported"]?.array?.first == "2026-07-28")
        }
    }

    @Test(
        "methods of the other revisions, and of none: 404 with -32601",
        arguments: ["initialize", "ping", "resources/list", "nope"])
    func unknownMethod(method: String) async throws {
        try await Deployment.run { demo in
            let reply = try await demo.stateless(method)
            #expect(reply.status == 404)
            #expect(try reply.errorCode == -32601)
        }
    }

    @Test("a notification is taken and dropped: 202")
    func notification() async throws {
        try await Deployment.run { demo in
            let reply = try await demo.post(
                Messages.notification("notifications/cancelled"),
                headers: ["mcp-protocol-version": "2026-07-28"])
            #expect(reply.status == 202)
            #expect(reply.body.isEmpty)
        }
    }

    @Test("no token: challenged like everybody")
    func challenge() async throws {
        try await Deployment.run { demo in
            let reply = try await demo.stateless("server/discover", token: nil)
            #expect(reply.status == 401)
            #expect(reply.challenge["scope"] == "mcp")
        }
    }
}
