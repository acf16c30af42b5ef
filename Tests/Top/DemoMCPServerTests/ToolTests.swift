import JSON
import Support
import Testing
import WireText

@Suite("tools", .timeLimit(.minutes(10)))
struct ToolTests {
    private func call(
        _ demo: Deployment, _ tool: String, _ arguments: JSONValue = [:], progressToken: JSONValue? = nil,
        token: String = "good"
    ) async throws -> Reply {
        try await demo.post(
            Messages.call(tool, arguments, progressToken: progressToken), token: token,
            session: try await demo.session(token: token))
    }

    @Test(
        "they are listed in one order, each with a schema of an object, also to those who may not call them all"
    )
    func list() async throws {
        try await Deployment.run { demo in
            let reply = try await demo.post(Messages.request("tools/list"), session: try await demo.session())
            let tools = try #require(try reply.result?["tools"]?.array)
            #expect(tools.map { $0["name"] } == ["whoami", "echo", "add", "countdown", "admin_report"])
            for tool in tools {
                #expect(tool["inputSchema"]?["type"] == "object")
                #expect(tool["description"]?.string?.isEmpty == false)
            }
            let page = try await demo.post(
                Messages.request("tools/list", ["cursor": "2"]), session: try await demo.session())
            #expect(try page.errorCode == -32602)
        }
    }

    @Test("they only read: each says so, and that it destroys nothing and may be called again")
    func annotations() async throws {
        try await Deployment.run { demo in
            let reply = try await demo.post(Messages.request("tools/list"), session: try await demo.session())
            for tool in try #require(try reply.result?["tools"]?.array) {
                #expect(
                    tool["annotations"] == [
                        "readOnlyHint": true, "destructiveHint": false, "idempotentHint": true,
                        "openWorldHint": false,
                    ])
            }
        }
    }

    @Test("where there is structured content, the text is its JSON")
    func structuredText() async throws {
        try await Deployment.run { demo in
            let results = [
                try await call(demo, "whoami").result, try await call(demo, "add", ["a": 2, "b": 3]).result,
                try await call(demo, "countdown", ["from": 2, "interval_ms": 0]).events.last?["result"],
                try await call(demo, "admin_report", token: "admin").result,
            ]
            for result in results {
                let structured = try #require(result?["structuredContent"])
                let text = try #require(result?["content"]?.array?.first?["text"]?.string)
                #expect(try JSONValue.parse(Array(text.utf8)) == structured)
            }
            #expect(try await call(demo, "echo", ["text": "x"]).result?["structuredContent"] == nil)
        }
    }

    @Test("whoami shows the claims of the token, and not the token")
    func whoami() async throws {
        try await Deployment.run { demo in
            let reply = try await call(demo, "whoami")
            var expected = Deployment.claims().object ?? JSONObject()
            expected["active"] = nil
            #expect(try reply.result?["structuredContent"] == .object(expected))
            let text = try reply.result?["content"]?.array?.first?["text"]?.string ?? ""
            #expect(try JSONValue.parse(Array(text.utf8)) == .object(expected))
            #expect(!reply.text.contains("good"))
        }
    }

    @Test("a tool that takes nothing may be called with nothing", arguments: [nil, JSONValue.null, [:]])
    func noArguments(arguments: JSONValue?) async throws {
        try await Deployment.run { demo in
            let reply = try await demo.post(
                Messages.request("tools/call", ["name": "whoami", "arguments": arguments]),
                session: try await demo.session())
            #expect(try reply.result?["isError"] == false)
        }
    }

    @Test("echo says what it is told", arguments: ["", "hi", "\u{0}\"\\\n🎈", "</script>"])
    func echo(text: String) async throws {
        try await Deployment.run { demo in
            let reply = try await call(demo, "echo", ["text": .string(text)])
            #expect(try reply.result?["content"] == [["type": "text", "text": .string(text)]])
            #expect(try reply.result?["isError"] == false)
        }
    }

    @Test(
        "add keeps whole numbers whole",
        arguments: [
            (2, 3, 5), (1, .number(0.5), .number(1.5)), (-4, 4, 0),
            (.integer(.max), 1, .number(9_223_372_036_854_775_808)),
        ] as [(JSONValue, JSONValue, JSONValue)])
    func add(left: JSONValue, right: JSONValue, sum: JSONValue) async throws {
        try await Deployment.run { demo in
            let reply = try await call(demo, "add", ["a": left, "b": right])
            #expect(try reply.result?["structuredContent"] == ["sum": sum])
        }
    }

    @Test(
        "arguments a tool can't work with are its result, so that a model can mend them",
        arguments: [
            ("echo", [:]), ("echo", ["text": 1]), ("add", ["a": 1]), ("add", ["a": "1", "b": 2]),
            ("add", ["a": .number(1e308), "b": .number(1e308)]), ("countdown", ["from": 0]),
            ("countdown", ["from": 21]),
            ("countdown", ["from": "3"]), ("countdown", ["interval_ms": -1]),
            ("countdown", ["interval_ms": 2001]),
        ] as [(String, JSONValue)])
    func problems(tool: String, arguments: JSONValue) async throws {
        try await Deployment.run { demo in
            let reply = try await call(demo, tool, arguments)
            #expect(reply.status == 200)
            #expect(try reply.result?["isError"] == true)
        }
    }

    @Test(
        "a call that isn't one: invalid params",
        arguments: [
            [:], ["name": 1], ["name": "nope"], ["name": "Echo"], ["name": "echo", "arguments": []],
            ["name": "echo", "arguments": "x"],
        ] as [JSONValue])
    func invalidCalls(params: JSONValue) async throws {
        try await Deployment.run { demo in
            let reply = try await demo.post(
                Messages.request("tools/call", params), session: try await demo.session())
            #expect(try reply.errorCode == -32602)
        }
    }

    @Test(
        "countdown tells each step on a stream of its own, then the result",
        arguments: ["p", 7] as [JSONValue])
    func progress(token: JSONValue) async throws {
        try await Deployment.run { demo in
            let reply = try await call(
                demo, "countdown", ["from": 3, "interval_ms": 0], progressToken: token)
            #expect(reply.status == 200)
            #expect(reply["content-type"] == "text/event-stream")
            #expect(reply["x-accel-buffering"] == "no")
            let events = try reply.events
            #expect(events.count == 4)
            for (step, event) in events.dropLast().enumerated() {
                #expect(event["method"] == "notifications/progress")
                #expect(event["id"] == nil)
                #expect(event["params"]?["progressToken"] == token)
                #expect(event["params"]?["progress"] == .integer(Int64(step + 1)))
                #expect(event["params"]?["total"] == 3)
            }
            #expect(events.last?["id"] == 1)
            #expect(events.last?["result"]?["structuredContent"] == ["steps": 3])
        }
    }

    @Test("who gave no progress token is sent no progress")
    func noProgress() async throws {
        try await Deployment.run { demo in
            let events = try await call(demo, "countdown", ["from": 3, "interval_ms": 0]).events
            #expect(events.count == 1)
            #expect(events.first?["result"] != nil)
        }
    }

    @Test("a stream of 2026-07-28 ends with a result that is complete")
    func statelessProgress() async throws {
        try await Deployment.run { demo in
            var meta = Messages.meta().object ?? JSONObject()
            meta["progressToken"] = "p"
            let reply = try await demo.stateless(
                "tools/call",
                JSONObject([
                    "name": "countdown", "arguments": ["from": 2, "interval_ms": 0], "_meta": .object(meta),
                ]))
            let events = try reply.events
            #expect(events.count == 3)
            #expect(events.last?["result"]?["resultType"] == "complete")
        }
    }

    @Test("each step takes its time")
    func interval() async throws {
        try await Deployment.run { demo in
            let session = try await demo.session()
            async let reply = demo.post(Messages.call("countdown", ["from": 2]), session: session)
            for _ in 0..<2 {
                await demo.time.sleeper()
                demo.time.advance(by: .milliseconds(500))
            }
            let events = try await reply.events
            #expect(events.count == 1)
        }
    }

    @Test("a client that leaves ends the call: nobody counts on for it")
    func departure() async throws {
        try await Deployment.run { demo in
            let session = try await demo.session()
            let call = Task { try await demo.post(Messages.call("countdown"), session: session) }
            await demo.time.sleeper()
            call.cancel()
            await demo.time.nobodySleeps()
        }
    }

    @Test("a tool that needs a further scope: 403 that asks for what was granted and what is missing")
    func stepUp() async throws {
        try await Deployment.run { demo in
            demo.authorizationServer.set { $0.tokens["t"] = Deployment.claims(scope: "profile mcp") }
            let stateless = try await demo.stateless(
                "tools/call", JSONObject(["name": "admin_report"]), token: "t")
            for reply in [try await call(demo, "admin_report", token: "t"), stateless] {
                #expect(reply.status == 403)
                #expect(reply.challenge["error"] == "insufficient_scope")
                #expect(reply.challenge["scope"] == "profile mcp mcp:admin")
                #expect(reply.challenge["resource_metadata"] == Deployment.resourceMetadata)
                #expect(reply["access-control-allow-origin"] == "*")
            }
        }
    }

    @Test("with the scope it reports")
    func adminReport() async throws {
        try await Deployment.run { demo in
            let reply = try await call(demo, "admin_report", token: "admin")
            #expect(try reply.result?["structuredContent"] == ["sessions": 1, "tokens": 1])
        }
    }
}
