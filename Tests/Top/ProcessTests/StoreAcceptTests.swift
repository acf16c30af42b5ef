import Foundation
import Glibc
import JSON
import Support
import Testing
import WireText

@Suite("A store that lost its log")
struct StoreAcceptTests {
    @Test("is refused after a kill, in words that say how to go on; accepted, it is served")
    func accept() async throws {
        let place = try Workplace()
        let server = try await place.serve()
        let wire = Wire(issuer: place.issuer)
        // The first commit is that of the server's own keys.
        for _ in 1...3 { #expect(try await wire.register().status == 201) }
        #expect(try await server.stop(SIGKILL) == .signal(SIGKILL))
        let log = place.data + "/store.sqlite-wal"
        #expect(try Data(contentsOf: URL(fileURLWithPath: log)).count > 0)
        try FileManager.default.removeItem(atPath: log)

        let (exit, output) = try await place.run("mcp-auth", ["serve"])
        #expect(exit == .status(1))
        #expect(
            output.contains(
                "\(place.data)/store.sqlite is older than what was acknowledged: its last 4 commits are missing\nhint: "
            ),
            "\(output)")
        #expect(output.contains("run `mcp-auth store accept`"))

        let accepted = try await place.run("mcp-auth", ["store", "accept"])
        #expect(accepted.exit == .status(0))
        #expect(accepted.output == "accepted the store in \(place.data) without its last 4 commits\n")
        let again = try await place.serve()
        #expect(try await wire.register().status == 201)
        let ended = try await again.stop()
        #expect(ended == .status(0), "\(again.output)")
        let needless = try await place.run("mcp-auth", ["store", "accept"])
        #expect(needless.output == "the store in \(place.data) lacks nothing that was acknowledged\n")
    }

    @Test("what can't be accepted is a line and a hint")
    func commandLine() async throws {
        let place = try Workplace()
        let none = try await place.run("mcp-auth", ["store", "accept"])
        #expect(none.exit == .status(1))
        #expect(
            none.output == "mcp-auth store accept: there is no embedded store in \(place.data)\n"
                + "hint: name its folder with MCP_AUTH_DATA (store.data)\n")
        let elsewhere = try await place.run(
            "mcp-auth", ["store", "accept"], ["REDIS_URL": "redis://127.0.0.1:1"])
        #expect(elsewhere.exit == .status(1))
        #expect(
            elsewhere.output.contains("the manifest keeps no store in a folder\nhint: leave REDIS_URL out"))
    }
}
