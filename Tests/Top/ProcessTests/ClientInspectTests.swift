import Foundation
import JSON
import Support
import Testing
import WireText

@Suite("the document of a client is held against every rule")
struct ClientInspectTests {
    private static let good =
        #"{"client_id":"https://app.example/client.json","client_name":"App","redirect_uris":["https://app.example/cb"]}"#

    private func inspect(
        _ document: String, _ arguments: String...
    ) async throws -> (exit: ChildProcess.Exit, output: String) {
        let place = try Workplace()
        let file = place.folder.appendingPathComponent("client.json")
        try document.write(to: file, atomically: true, encoding: .utf8)
        return try await place.run("mcp-auth", ["client", "inspect", "client.json"] + arguments)
    }

    @Test("one that keeps them passes: 0, with a line for each rule and what clients in the field have there")
    func good() async throws {
        let (exit, output) = try await inspect(Self.good)
        #expect(exit == .status(0), "\(output)")
        let lines = output.split(separator: "\n")
        #expect(lines.first == "pass  address           https, with a path")
        #expect(
            lines.contains("pass  client_id         is the URL, byte for byte (client-id documents §4.1)"))
        #expect(lines.contains { $0.contains("as in the field: ") && $0.contains("VS Code") })
        #expect(!output.contains("fail"))
        for line in lines { #expect(["pass  ", "note  ", "      "].contains(line.prefix(6)), "\(line)") }
    }

    @Test("one that breaks some fails: 1, and all of them are told, with what it has")
    func broken() async throws {
        let document = Self.good.replacing(
            #""client_name""#,
            with: #""client_secret":"s","token_endpoint_auth_method":"client_secret_post","client_name""#)
        let (exit, output) = try await inspect(
            document, "--as", "https://other.example/c?x", "--format", "json")
        #expect(exit == .status(1))
        let answer = try JSONValue.parse(Array(output.utf8.dropLast()))
        #expect(answer["passes"] == false)
        let rules = answer["rules"]?.array ?? []
        let failed = rules.filter { $0["verdict"] == "fail" }
        let names = failed.compactMap { $0["rule"]?.string?.shown }
        #expect(names.starts(with: ["client_id", "secrets", "shared-secrets", "methods"]), "\(names)")
        #expect(failed.first?["found"]?.string?.shown.contains("https://app.example/client.json") == true)
    }

    @Test("one that is too large, no JSON, without an address or of one that nobody takes fails: 1")
    func unusable() async throws {
        for (document, arguments, found) in [
            (Self.good + String(repeating: " ", count: 5 * 1024), [], "fail  size"),
            ("{", ["--as", "https://app.example/c"], "fail  json"), ("{}", [], "fail  address"),
            (Self.good, ["--as", "https://app.example/a/%2E%2e/c"], "fail  address"),
            (Self.good, ["--as", "http://app.example/c"], "fail  address"),
        ] as [(String, [String], String)] {
            let place = try Workplace()
            let file = place.folder.appendingPathComponent("client.json")
            try document.write(to: file, atomically: true, encoding: .utf8)
            let (exit, output) = try await place.run(
                "mcp-auth", ["client", "inspect", "client.json"] + arguments)
            #expect(exit == .status(1) && output.contains(found), "\(output)")
        }
        let none = try await Workplace().run("mcp-auth", ["client", "inspect", "none.json"])
        #expect(none.exit == .status(1))
        #expect(none.output == "mcp-auth client inspect: none.json: No such file or directory\n")
    }

    @Test("a URL is fetched, and it is told why it can't be; --as is for files")
    func address() async throws {
        let place = try Workplace()
        let literal = try await place.run("mcp-auth", ["client", "inspect", "https://10.0.0.1/c"])
        #expect(literal.exit == .status(1))
        #expect(literal.output.hasSuffix("fail  fetched           the host is an address and not a name\n"))
        let both = try await place.run("mcp-auth", ["client", "inspect", "https://a.example/c", "--as", "x"])
        #expect(both.exit == .status(64))
    }
}
