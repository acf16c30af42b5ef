import JSON
import Support
import Testing
import WireText

@Suite("what operators decide about clients that are known by a document", .serialized)
struct ClientsCommandTests {
    private static let claude = "https://claude.ai/oauth/mcp-oauth-client-metadata"
    private static let other = "https://app.example/client.json?a=b"

    @Test("approved and denied clients are listed, the last word counts, and it outlives the server")
    func decisions() async throws {
        let place = try Workplace()
        try place.prepareForLoad()
        func clients(_ arguments: String...) async throws -> String {
            let (exit, output) = try await place.run("mcp-auth", ["clients"] + arguments)
            return exit == .status(0) ? output : "\(exit): \(output)"
        }
        let first = try await place.serve()
        #expect(try await clients("pending") == "no client waits for an approval\n")
        #expect(try await clients("pending", "--json") == "{\"pending\":[]}\n")
        #expect(try await clients("approve", Self.claude) == "approved \(Self.claude)\n")
        #expect(try await clients("deny", Self.other) == "denied \(Self.other)\n")
        #expect(
            try await clients("deny", Self.claude, "--json")
                == #"{"client_id":"\#(Self.claude)","verdict":"denied","was_waiting":false}"# + "\n")
        #expect(try await clients("approve", Self.claude) == "approved \(Self.claude)\n")
        #expect(first.output.contains("the operator approved client https://"))
        #expect(try await first.stop() == .status(0))
        let second = try await place.serve()
        #expect(
            try await clients("list") == """
                denied    \(Self.other)
                approved  \(Self.claude)
                no client waits for an approval

                """)
        let list = try JSONValue.parse(Array(try await clients("list", "--json").utf8.dropLast()))
        let verdicts = list["decided"]?.array?.compactMap { $0["verdict"]?.string?.shown }
        #expect(verdicts == ["denied", "approved"])
        #expect(try await second.stop() == .status(0))
    }

    @Test("what is no URL is nobody's document; without a server or a client_id nothing is decided")
    func failures() async throws {
        let place = try Workplace()
        for command in [["pending"], ["list"], ["approve", Self.claude], ["deny", Self.claude]] {
            let none = try await place.run("mcp-auth", ["clients"] + command)
            #expect(none.exit == .status(1))
            #expect(
                none.output == "mcp-auth clients \(command[0]): no server runs on \(place.data)\n"
                    + "hint: start it, or name its folder with MCP_AUTH_DATA (store.data)\n")
        }
        #expect(try await place.run("mcp-auth", ["clients", "approve"]).exit == .status(64))
        let server = try await place.serve()
        let wrong = try await place.run("mcp-auth", ["clients", "approve", "demo-client"])
        #expect(wrong.exit == .status(1))
        #expect(
            wrong.output
                == "mcp-auth clients approve: the server answered: a client that is known by a document has a URL as its client_id\n"
        )
        #expect(try await server.stop() == .status(0))
    }
}
