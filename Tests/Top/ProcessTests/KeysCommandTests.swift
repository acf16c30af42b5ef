import JSON
import Support
import Testing
import WireText

@Suite("mcp-auth keys")
struct KeysCommandTests {
    private func keys(_ place: Workplace) async throws -> [(id: String, state: String)] {
        let (exit, output) = try await place.run("mcp-auth", ["keys", "list", "--json"])
        #expect(exit == .status(0), "\(output)")
        let answer = try JSONValue.parse(Array(output.utf8))
        return (answer["keys"]?.array ?? []).map {
            ($0["kid"]?.string?.shown ?? "", $0["state"]?.string?.shown ?? "")
        }
    }

    @Test("without a server there are none to ask for, and each says so")
    func notRunning() async throws {
        let place = try Workplace()
        for arguments in [["list"], ["rotate"], ["retire", "x"]] {
            let (exit, output) = try await place.run("mcp-auth", ["keys"] + arguments)
            #expect(exit == .status(1))
            #expect(
                output == "mcp-auth keys \(arguments[0]): no server runs on \(place.data)\n"
                    + "hint: start it, or name its folder with MCP_AUTH_DATA (store.data)\n")
        }
    }

    @Test("they are listed, rotated and retired, in words and as JSON; the log tells of the operator")
    func words() async throws {
        let place = try Workplace()
        let server = try await place.serve()
        let first = try #require(try await keys(place).first)
        #expect(first.state == "active" && first.id.utf8.count == 43)
        let refused = try await place.run("mcp-auth", ["keys", "retire", first.id])
        #expect(refused.exit == .status(1))
        #expect(
            refused.output
                == "mcp-auth keys retire: the server answered: it is the only key that signs (ES256); let another one sign at once with 'mcp-auth keys rotate --now', and retire this one then\n"
        )
        let rotated = try await place.run("mcp-auth", ["keys", "rotate"])
        let second = try #require(try await keys(place).last)
        #expect(rotated.exit == .status(0) && second.state == "next")
        #expect(
            rotated.output
                == "key \(second.id) (ES256) is published, and signs in 1h, in the place of \(first.id)\n")
        let (_, list) = try await place.run("mcp-auth", ["keys", "list"])
        let lines = list.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(
            lines.map { $0.prefix(3) } == [
                ["kid", "alg", "state"], [first.id, "ES256", "active"], [second.id, "ES256", "next"],
            ])
        #expect(lines[2].last == "-" && lines[1].last == "UTC")
        let now = try await place.run("mcp-auth", ["keys", "rotate", "--now"]).output
        #expect(now == "key \(second.id) (ES256) is published, and signs now, in the place of \(first.id)\n")
        let retired = try await place.run("mcp-auth", ["keys", "retire", first.id])
        #expect(retired.exit == .status(0))
        #expect(retired.output == "key \(first.id) (ES256) is published no more\n")
        let json = try await place.run(
            "mcp-auth", ["keys", "rotate", "--algorithm", "RS256", "--json"]
        ).output
        let answer = try JSONValue.parse(Array(json.utf8))
        #expect(answer["alg"] == "RS256" && answer["signs_in"] == 0 && answer["replaces"] == nil)
        #expect(try await keys(place).map(\.state) == ["active", "active"])
        #expect(try await server.stop() == .status(0))
        #expect(server.output.contains("the operator rotated the keys: key \(second.id) (ES256)"))
        #expect(server.output.contains("the operator retired key \(first.id) (ES256)"))
    }

    @Test("with the route off there are no keys, and the answer says which route that is")
    func off() async throws {
        let place = try Workplace()
        let server = try await place.serve(["--disable", "jwks"])
        let (exit, output) = try await place.run("mcp-auth", ["keys", "list"])
        #expect(exit == .status(1))
        #expect(
            output
                == "mcp-auth keys list: the server answered: this server has no keys: no route with handler oauth.jwks is on\n"
        )
        #expect(try await server.stop() == .status(0))
    }
}
