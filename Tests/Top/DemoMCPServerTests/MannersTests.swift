import JSON
import NIOHTTP1
import Support
import Testing

@Suite("the manners of HTTP")
struct MannersTests {
    @Test(
        "spaces and tabs around the value of a header are none of it (RFC 9110 §5.5)",
        arguments: [("", " "), ("", "\t"), (" \t", "\t ")])
    func blanks(before: String, after: String) async throws {
        try await Deployment.run { demo in
            let body = String(
                decoding: Messages.request(
                    "tools/call", ["name": "echo", "arguments": ["text": "x"], "_meta": Messages.meta()]
                ).serialized(), as: UTF8.self)
            let fields = [
                ("Host", "localhost"), ("Authorization", "Bearer good"), ("Content-Type", "application/json"),
                ("Accept", "application/json, text/event-stream"), ("MCP-Protocol-Version", "2026-07-28"),
                ("Mcp-Method", "tools/call"), ("Mcp-Name", "echo"), ("Origin", "http://localhost"),
            ]
            let head = fields.map { "\($0.0):\(before)\($0.1)\(after)\r\n" }.joined()
            let client = try await RawClient.connect(demo.port)
            try await client.send(
                "POST /mcp HTTP/1.1\r\n\(head)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
            #expect(try await client.answer().status == 200)
            await client.close()
        }
    }

    @Test("HEAD is answered as GET is, at every path (RFC 9110 §9.3.2)")
    func head() async throws {
        try await Deployment.run { demo in
            for path in [
                "/mcp", "/.well-known/oauth-protected-resource", "/.well-known/oauth-authorization-server",
                "/x",
            ] {
                let get = try await demo.send(.GET, path)
                let head = try await demo.send(.HEAD, path)
                #expect(head.status == get.status, "\(path)")
                #expect(head["www-authenticate"] == get["www-authenticate"])
            }
        }
    }

    @Test("a body in a content coding is answered 415 with what would be right")
    func coded() async throws {
        try await Deployment.run { demo in
            let reply = try await demo.post(Messages.initialize(), headers: ["content-encoding": "gzip"])
            #expect(reply.status == 415)
            #expect(reply["accept-encoding"] == "identity")
        }
    }

    @Test("JSON ends with a newline, whoever answers")
    func newline() async throws {
        try await Deployment.run { demo in
            for (method, path) in [
                (HTTPMethod.GET, "/mcp"), (.GET, "/.well-known/oauth-protected-resource"), (.PUT, "/mcp"),
                (.GET, "/.well-known/oauth-authorization-server"), (.GET, "/x"),
                (.POST, "/.well-known/oauth-protected-resource"),
            ] {
                let reply = try await demo.send(method, path)
                #expect(reply.text.hasSuffix("}\n"), "\(path) \(reply.text)")
            }
            #expect(try await demo.post(Messages.initialize()).text.hasSuffix("}\n"))
        }
    }

    @Test("a method that a path doesn't take is refused with those that it takes, in words")
    func methods() async throws {
        try await Deployment.run { demo in
            let mcp = try await demo.send(.PUT, "/mcp")
            #expect(mcp.status == 405 && mcp.text.contains("this path takes POST"))
            let document = try await demo.send(.POST, "/.well-known/oauth-protected-resource")
            #expect(document.status == 405 && document.text.contains("takes GET and HEAD"))
        }
    }
}
