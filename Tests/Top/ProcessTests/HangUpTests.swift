import Foundation
import Glibc
import RedisServers
import Support
import Testing

@Suite("the end of the terminal, and SIGHUP")
struct HangUpTests {
    private func serving(_ process: ChildProcess, _ place: Workplace) async throws -> ServerProcess {
        try await ServerProcess(process, ready: place.issuer + "/health").announced()
    }

    @Test("a terminal that closes ends the server like SIGTERM")
    func closed() async throws {
        let place = try Workplace()
        let terminal = try Terminal()
        let server = try await serving(place.start("exec mcp-auth serve", in: terminal), place)
        terminal.close()
        #expect(try await server.process.ended() == .status(0), "\(server.output)")
        let files = try FileManager.default.contentsOfDirectory(
            atPath: place.folder.appendingPathComponent("data").path)
        #expect(!files.contains("store.sqlite-wal"), "the store was closed")
    }

    @Test("so it does when all it says goes to that terminal")
    func closedUnderLog() async throws {
        let place = try Workplace()
        let terminal = try Terminal()
        let process = try place.start("exec mcp-auth serve --log-level debug >/dev/tty 2>&1", in: terminal)
        _ = try await ServerProcess(process, ready: place.issuer + "/health")
        terminal.close()
        #expect(try await process.ended() == .status(0))
    }

    @Test("so it does with both servers of the demo")
    func closedDemo() async throws {
        let place = try Workplace()
        let terminal = try Terminal()
        let demo = try await serving(place.start("exec mcp-auth demo", in: terminal), place)
        _ = try await ServerProcess(demo.process, ready: place.resource, status: 401)
        terminal.close()
        #expect(try await demo.process.ended() == .status(0), "\(demo.output)")
        _ = try await eventually("the demo MCP server is gone") {
            (try? await place.resourceWire.get("/mcp")) == nil ? true : nil
        }
    }

    @Test("and with the demo MCP server by itself")
    func closedDemoServer() async throws {
        let place = try Workplace()
        let terminal = try Terminal()
        let process = try place.start("exec demo-mcp-server", in: terminal)
        _ = try await ServerProcess(process, ready: place.resource, status: 401)
        terminal.close()
        #expect(try await process.ended() == .status(0), "\(process.output)")
    }

    @Test("Ctrl-C in a terminal ends it, too")
    func interrupt() async throws {
        let place = try Workplace()
        let terminal = try Terminal()
        let server = try await serving(place.start("exec mcp-auth serve", in: terminal), place)
        terminal.type("\u{3}")
        #expect(try await server.process.ended() == .status(0), "\(server.output)")
    }

    @Test("any other SIGHUP has files read again, with a terminal and without", arguments: [true, false])
    func signal(hasTerminal: Bool) async throws {
        let place = try Workplace()
        try place.edit("\nserver:\n", "\nserver:\n  watch: false\n")
        let terminal = hasTerminal ? try Terminal() : nil
        let process = try ChildProcess(
            Installation.program("mcp-auth"), ["demo"], environment: place.environment, in: place.folder,
            terminal: terminal?.path)
        let server = try await serving(process, place)
        process.signal(SIGHUP)
        try await server.says("routes.yaml: nothing has changed")
        try place.edit("\n  register:\n", "\n  register:\n    enabled: false\n")
        process.signal(SIGHUP)
        try await server.says("routes.yaml: taken over")
        try await server.says("routes.register")
        #expect(try await Wire(issuer: place.issuer).get("/health").status == 200)
        #expect(try await server.stop() == .status(0))
    }

    @Test("one that was ignored when it started stays so: nohup outlives its terminal")
    func ignored() async throws {
        let place = try Workplace()
        let terminal = try Terminal()
        let server = try await serving(place.start("exec nohup mcp-auth serve", in: terminal), place)
        server.process.signal(SIGHUP)
        terminal.close()
        server.process.signal(SIGHUP)
        #expect(try await Wire(issuer: place.issuer).get("/health").status == 200)
        #expect(try await server.stop() == .status(0))
        #expect(!server.output.contains("nothing has changed"))
    }

    @Test(
        "store copy is interrupted by Ctrl-C and by the end of its terminal, from its first moment on",
        arguments: [true, false])
    func copy(closes: Bool) async throws {
        let redis = try await RedisServer.start()
        let place = try Workplace()
        let server = try await place.serve()
        #expect(try await Wire(issuer: place.issuer).register().status == 201)
        try await server.stop()
        // It waits for its manifest until the signal has come.
        let text = try Data(contentsOf: place.manifest)
        let pipe = place.folder.appendingPathComponent("pipe.yaml").path
        #expect(mkfifo(pipe, 0o600) == 0)
        let terminal = try Terminal()
        let copy = try place.start(
            "REDIS_URL=\(redis.url) exec mcp-auth store copy --manifest pipe.yaml --from embedded --to redis",
            in: terminal)
        let input = try await eventually("it reads its manifest") { () -> Int32? in
            let file = open(pipe, O_WRONLY | O_NONBLOCK)
            return file >= 0 ? file : nil
        }
        if closes { terminal.close() } else { terminal.type("\u{3}") }
        _ = fcntl(input, F_SETFL, 0)
        let written = text.withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
        close(input)
        #expect(written == text.count)
        #expect(try await copy.ended() == .status(130), "\(copy.output)")
    }
}
