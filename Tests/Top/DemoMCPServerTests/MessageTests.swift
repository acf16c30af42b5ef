import JSON
import Testing

@Suite("what a message has to be (JSON-RPC 2.0)")
struct MessageTests {
    @Test(
        "errors of the message itself: 400 with the code and, as far as it could be read, the id",
        arguments: [
            ("", -32700, .null), ("{", -32700, .null), ("{\"id\":1,\"id\":2}", -32700, .null),
            ("\u{0}", -32700, .null), (String(repeating: "[", count: 100), -32700, .null),
            ("1", -32600, .null), ("\"x\"", -32600, .null), ("null", -32600, .null), ("{}", -32600, .null),
            ("[]", -32600, .null), ("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]", -32600, .null),
            ("{\"id\":4,\"method\":\"ping\"}", -32600, 4),
            ("{\"jsonrpc\":\"1.0\",\"id\":4,\"method\":\"ping\"}", -32600, 4),
            ("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":7}", -32600, "a"),
            ("{\"jsonrpc\":\"2.0\",\"id\":4}", -32600, 4),
            ("{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}", -32600, .null),
            ("{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"}", -32600, .null),
            ("{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}", -32600, .null),
            ("{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"ping\",\"params\":[]}", -32602, 4),
        ] as [(String, Int64, JSONValue)])
    func broken(body: String, code: Int64, id: JSONValue) async throws {
        try await Deployment.run { demo in
            let reply = try await demo.post(body, session: try await demo.session())
            #expect(reply.status == 400)
            #expect(try reply.errorCode == code)
            #expect(try reply.json["id"] == id)
            #expect(try reply.json["jsonrpc"] == "2.0")
        }
    }

    @Test(
        "a method nobody knows: -32601, answered 200 as the revisions with sessions do",
        arguments: ["nope", "resources/list", "server/discover", ""])
    func unknownMethod(method: String) async throws {
        try await Deployment.run { demo in
            let reply = try await demo.post(Messages.request(method), session: try await demo.session())
            #expect(reply.status == 200)
            #expect(try reply.errorCode == -32601)
        }
    }

    @Test(
        "only JSON is read, whatever its parameters",
        arguments: [
            ("application/json", 200), ("Application/JSON; charset=utf-8", 200), ("text/plain", 415),
            ("application/x-www-form-urlencoded", 415), ("application/jsonp", 415), ("", 415),
        ])
    func contentType(type: String, status: Int) async throws {
        try await Deployment.run { demo in
            try await #expect(
                demo.post(Messages.initialize(), headers: ["content-type": type]).status == status)
        }
    }

    @Test(
        "the client must take JSON and event streams alike",
        arguments: [
            ("application/json, text/event-stream", 200), ("text/event-stream;q=0.5,application/json", 200),
            ("*/*", 200), ("application/*, text/*", 200), ("", 200),
            ("APPLICATION/JSON,TEXT/EVENT-STREAM", 200),
            ("application/json", 406), ("text/event-stream", 406), ("text/html", 406),
            ("application/json, text/event-stream;q=0", 406),
            ("application/json;q=0.0, text/event-stream", 406),
        ])
    func accept(accept: String, status: Int) async throws {
        try await Deployment.run { demo in
            try await #expect(demo.post(Messages.initialize(), headers: ["accept": accept]).status == status)
        }
    }

    @Test("a body over a mebibyte: 413")
    func large() async throws {
        try await Deployment.run { demo in
            let reply = try await demo.post(String(repeating: " ", count: (1 << 20) + 1))
            #expect(reply.status == 413)
            #expect(reply["access-control-allow-origin"] == "*")
        }
    }

    @Test("what is sent with a good token is never kept by a cache")
    func noStore() async throws {
        try await Deployment.run { demo in
            try await #expect(demo.post(Messages.initialize())["cache-control"] == "no-store")
            try await #expect(demo.post(Messages.initialize(), token: nil)["cache-control"] == "no-store")
        }
    }
}
