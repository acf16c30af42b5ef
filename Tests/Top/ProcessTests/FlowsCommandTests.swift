import Foundation
import Glibc
import JSON
import Support
import Testing
import WireText

@Suite("mcp-auth flows")
struct FlowsCommandTests {
    private func rows(_ output: String) throws -> [JSONValue] {
        try output.split(separator: "\n").map { try JSONValue.parse(Array($0.utf8)) }
    }

    @Test("without a server there is nothing to show, and it says so")
    func notRunning() async throws {
        let place = try Workplace()
        let (exit, output) = try await place.run("mcp-auth", ["flows"])
        #expect(exit == .status(1))
        #expect(
            output == "mcp-auth flows: no server runs on \(place.data)\n"
                + "hint: start it, or name its folder with MCP_AUTH_DATA (store.data)\n")
    }

    @Test(
        "each attempt is told in words and as JSON, by client, and hop by hop; what changes is told as it comes"
    )
    func words() async throws {
        let place = try Workplace()
        try place.prepareForLoad()
        let server = try await place.serve()
        _ = try await Demands(Wire(issuer: place.issuer))
        let json = try await place.run("mcp-auth", ["flows", "--json"])
        #expect(json.exit == .status(0), "\(json.output)")
        let flow = try #require(try rows(json.output).last)
        #expect(flow["client_id"] != nil && flow["reached"] != nil && flow["verdict"] != nil)
        let name = try #require(flow["flow"]?.string?.shown)
        let words = try await place.run("mcp-auth", ["flows"]).output
        #expect(words.contains("\n  flow     \(name)"), "\(words)")
        let client = try #require(flow["client_id"]?.string?.shown)
        let own = try await place.run("mcp-auth", ["flows", "--json", "--client", client]).output
        #expect(try rows(own).allSatisfy { $0["client_id"] == flow["client_id"] })
        #expect(try await place.run("mcp-auth", ["flows", "--client", "nobody"]).output == "no flows\n")
        let hops = try await place.run("mcp-auth", ["flows", name, "--json"]).output
        #expect((try rows(hops).first?["hops"]?.array?.count ?? 0) > 1)
        let unknown = try await place.run("mcp-auth", ["flows", "nothing"])
        #expect(unknown.exit == .status(1))
        #expect(
            unknown.output
                == "mcp-auth flows: the server answered: there is no such flow, or not any more\n")

        let following = try place.start(
            "mcp-auth", ["flows", "--follow", "--json", "--client", "A newcomer"])
        let registration = #"{"client_name":"A newcomer","redirect_uris":["http://127.0.0.1:7777/callback"]}"#
        _ = try await Wire(issuer: place.issuer).post("/oauth/register", json: registration)
        try await eventually("the newcomer is told of") {
            following.output.contains("A newcomer") ? true : nil
        }
        #expect(try await server.stop() == .status(0))
        #expect(try await following.ended() == .status(1))
        #expect(following.output.contains("mcp-auth flows: "))
    }
}
