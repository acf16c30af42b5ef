import Foundation
import Glibc
import Support
import Testing

/// A pipe that is full, and of which nobody reads.
private final class UnreadPipe: Sendable {
    let path: String
    private let file: Int32

    init(in folder: URL) throws {
        path = folder.appendingPathComponent("log-\(UUID().uuidString)").path
        guard mkfifo(path, 0o600) == 0 else { throw TestFailure("mkfifo: \(errno)") }
        // Both ends, so that it exists whoever comes and goes.
        file = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { throw TestFailure("open: \(errno)") }
        let line = Array("already there\n".utf8)
        while write(file, line, line.count) > 0 {}
    }

    deinit {
        close(file)
    }

    /// All that is in it now.
    func read() -> String {
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(file, &buffer, buffer.count)
            guard count > 0 else { break }
            text += buffer.prefix(count)
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension Workplace {
    /// Runs a program that logs into this pipe.
    fileprivate func start(_ command: String, into pipe: UnreadPipe) throws -> ChildProcess {
        try ChildProcess(
            URL(fileURLWithPath: "/bin/sh"), ["-c", "exec \(command) 2>\(pipe.path)"],
            environment: environment, in: folder)
    }
}

@Suite("a log that nobody reads")
struct StalledLogTests {
    @Test("thousands of requests that are logged are answered, and so is the next; told to stop: 0")
    func serve() async throws {
        let place = try Workplace()
        let pipe = try UnreadPipe(in: place.folder)
        let process = try place.start("mcp-auth serve --log-level debug", into: pipe)
        let server = try await ServerProcess(process, ready: place.issuer + "/health").announced()
        let wire = Wire(issuer: place.issuer)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for number in 0..<1000 {
                        let status = try await wire.get("/nowhere/\(number)").status
                        #expect(status == 404)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await wire.get("/health").status == 200)
        #expect(try await server.stop() == .status(0))
        #expect(!pipe.read().contains("request"), "nothing has found room")
    }

    @Test("when somebody reads again, the lines go on, and say how many of them are missing")
    func recovers() async throws {
        let place = try Workplace()
        let pipe = try UnreadPipe(in: place.folder)
        let process = try place.start("mcp-auth serve --log-level debug", into: pipe)
        let server = try await ServerProcess(process, ready: place.issuer + "/health").announced()
        let wire = Wire(issuer: place.issuer)
        for number in 0..<5000 { #expect(try await wire.get("/nowhere/\(number)").status == 404) }
        var log = ""
        _ = try await eventually("the log is read to its end") {
            log += pipe.read()
            return log.contains("dropped=") && log.contains("path=/nowhere/0 ") ? () : nil
        }
        _ = try await wire.get("/at-last")
        _ = try await eventually("new lines come") {
            log += pipe.read()
            return log.contains("path=/at-last ") ? () : nil
        }
        #expect(log.contains(" mcp-auth: warning: lines of the log were dropped: nobody reads them dropped="))
        #expect(try await server.stop() == .status(0))
    }

    @Test("the demo MCP server answers and ends as well")
    func demoServer() async throws {
        let place = try Workplace()
        let pipe = try UnreadPipe(in: place.folder)
        let process = try place.start("demo-mcp-server", into: pipe)
        let server = try await ServerProcess(process, ready: place.resource, status: 401)
        for _ in 0..<20 { #expect(try await place.resourceWire.get("/mcp").status == 401) }
        #expect(try await server.stop() == .status(0))
    }

    @Test("both programs of the demo end, though they share the pipe")
    func demo() async throws {
        let place = try Workplace()
        let pipe = try UnreadPipe(in: place.folder)
        let process = try place.start("mcp-auth demo --log-level debug", into: pipe)
        _ = try await ServerProcess(process, ready: place.issuer + "/health")
        let server = try await ServerProcess(process, ready: place.resource, status: 401).announced()
        #expect(try await server.stop() == .status(0))
    }

    @Test("a start that fails ends with its status, though nobody reads why")
    func failure() async throws {
        let place = try Workplace()
        let taken = try TakenPort()
        try place.edit("port: ${AUTH_SERVER_PORT:-3001}", "port: \(taken.number)")
        let pipe = try UnreadPipe(in: place.folder)
        let process = try place.start("mcp-auth serve", into: pipe)
        #expect(try await process.ended() == .status(1))
    }
}

@Suite("the log of both programs")
struct LogContentTests {
    @Test("tokens and secrets that are shown where none belongs are not in it, at debug either")
    func secrets() async throws {
        let place = try Workplace()
        let server = try await place.demo(["--log-level", "debug"])
        let wire = Wire(issuer: place.issuer)
        let secret = "Aa0-_" + String(repeating: "s", count: 54)
        for prefix in ["mac_", "mat_", "mrt_", "mcs_"] {
            let token = prefix + secret
            for path in ["/\(token)", "/oauth/token/\(token)"] {
                #expect(try await wire.get(path).status == 404)
                #expect(try await place.resourceWire.get(path).status == 404)
            }
            let names = ["grant_type", "scope", "resource", "client_id", "redirect_uri", "state", token]
            for name in names {
                _ = try await wire.post("/oauth/token", form: "\(name)=\(token)&client_id=demo-client")
                _ = try await wire.post("/oauth/token", form: "\(name)=\(token)&\(name)=\(token)")
                _ = try await wire.get("/oauth/authorize?client_id=demo-client&\(name)=\(token)")
                _ = try await wire.post(
                    "/oauth/revoke", form: "token=\(token)&\(name)=\(token)&client_id=demo-client")
            }
            _ = try await wire.post("/oauth/register", json: "{\"\(token)\":1,\"\(token)\":2}")
        }
        _ = try await wire.get("/the-end")
        for text in ["path=/the-end ", "path=/mat_*** ", "demo-mcp-server: "] {
            try await server.says(text)
        }
        #expect(!server.output.contains("Aa0-_s"))
        #expect(try await server.stop() == .status(0))
    }
}
