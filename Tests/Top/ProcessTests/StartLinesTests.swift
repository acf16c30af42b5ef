import Foundation
import Support
import Testing

@Suite("What the program says at its start and at its end")
struct StartLinesTests {
    @Test("nobody is asked, a route is off, nothing is kept: each is said, and what to try is there")
    func everything() async throws {
        let place = try Workplace()
        try place.edit("auto_approve: false", "auto_approve: true")
        try place.edit("  # memory: true", "  memory: true")
        try place.edit("  data: ${MCP_AUTH_DATA:-.mcp-auth}\n", "")
        let server = try await place.serve(["--disable", "register", "--log-level", "DEBUG"])
        let lines = server.output.components(separatedBy: "\n")
        for line in try [
            "  store     memory only, forgotten at exit",
            "  off       register (--disable register)",
            "  consent   nobody is asked, and the login finishes by itself (upstream.auto_approve)",
            "  curl \(place.issuer)/health",
            "  \(Installation.program("mcp-auth").path) routes",
        ] { #expect(lines.contains(line), "\(line)\n\(server.output)") }
        #expect(!server.output.contains("curl --json"))
        #expect(lines.prefix { !$0.contains(" debug: ") }.allSatisfy { $0.count <= 120 })
        #expect(try await server.stop() == .status(0))
        #expect(server.output.hasSuffix("\nmcp-auth stopped, and has forgotten everything\n"))
    }

    @Test("what is kept is said to be kept")
    func kept() async throws {
        let place = try Workplace()
        let server = try await place.serve()
        #expect(!server.output.contains("  consent "))
        #expect(try await server.stop() == .status(0))
        #expect(server.output.hasSuffix("\nmcp-auth stopped; what it knows is kept\n"), "\(server.output)")
    }

    @Test("the line that registers a client, as it is printed, registers one")
    func registration() async throws {
        let place = try Workplace()
        let server = try await place.serve()
        let line = try #require(
            server.output.components(separatedBy: "\n").first { $0.contains("/oauth/register") })
        let (exit, output) = try await place.shell(line)
        #expect(exit == .status(0) && output.contains("\"client_id\":\""), "\(output)")
        try await server.stop()
    }
}
