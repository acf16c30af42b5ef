import DemoMCPServer
import Foundation
import Logging
import Testing

@Suite("the command line", .timeLimit(.minutes(10)))
struct CommandTests {
    private struct Outcome {
        let status: Int32
        let output: String
        let errors: String
    }

    /// The program is built beside the tests.
    private static let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appendingPathComponent("demo-mcp-server")

    private func run(_ arguments: [String] = [], environment: [String: String] = [:]) throws -> Outcome {
        let process = Process()
        process.executableURL = Self.program
        process.arguments = arguments
        process.environment = environment
        let output = Pipe()
        let errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let text = (
            String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self),
            String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        )
        process.waitUntilExit()
        return Outcome(status: process.terminationStatus, output: text.0, errors: text.1)
    }

    @Test("--version says the version, and nothing else")
    func version() throws {
        let outcome = try run(["--version"])
        #expect(outcome.status == 0)
        #expect(outcome.output == "\(DemoServer.version)\n")
    }

    @Test(
        "--help names every setting and what the exit status means",
        arguments: DemoConfiguration.environmentNames)
    func help(name: String) throws {
        let outcome = try run(["--help"])
        #expect(outcome.status == 0)
        #expect(outcome.output.contains(name))
        #expect(outcome.output.contains("Exit status"))
    }

    @Test(
        "a wrong setting: one line, a hint, exit status 2",
        arguments: [("AUTH_MODE", "integrated"), ("BASE_URI", "x")])
    func wrongSetting(name: String, value: String) throws {
        let outcome = try run(environment: [name: value])
        #expect(outcome.status == 2)
        #expect(outcome.output.isEmpty)
        let lines = outcome.errors.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.first?.contains(name) == true)
        #expect(lines.last?.hasPrefix("hint: ") == true)
    }

    @Test("a port that is taken: one line, a hint, exit status 1")
    func portTaken() async throws {
        let environment = [
            "PORT": "0", "BASE_URI": "http://localhost:3232", "AUTH_SERVER_URL": "http://127.0.0.1:1",
        ]
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let first = try await DemoServer(DemoConfiguration(environment: environment), logger: logger).start()
        let outcome = try run(environment: ["PORT": "\(first.port)"])
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("port \(first.port)"))
        #expect(outcome.errors.contains("\nhint: "))
        await first.shutdown()
    }
}
