// The command line of the demo MCP server.

import ArgumentParser
import DemoMCPServer
import Glibc
import LineLog
import Logging
import ServiceLifecycle
import StopSignals

@main
struct DemoMCPServerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo-mcp-server",
        abstract: "A protected MCP server to try an authorization server with.",
        discussion: """
            Environment:
              PORT              where to listen (3232)
              BIND              addresses to listen on, between commas (this
                                machine's own for a local BASE_URI or one in
                                plain http, as between containers, else all)
              BASE_URI          this server as clients write it (http://localhost:PORT)
              AUTH_SERVER_URL   issuer to trust (http://localhost:3001)
              AUTH_MODE         separate, and nothing else (separate)
              ALLOWED_ORIGINS   origins of web pages elsewhere that may call (none)
              DEMO_RESOURCE_SERVER_ID, DEMO_RESOURCE_SERVER_SECRET
                                what it authenticates itself with at introspection
              INTROSPECTION_CACHE
                                seconds an active token is believed, 0 for none (5)
              SSL_CERT_FILE     certificates of the authorities that an https issuer
                                is believed by, SSL_CERT_DIR a folder of such files
                                (the system's)

            Exit status: 0 told to stop, 1 can't listen, 2 a setting is wrong.
            """,
        version: DemoServer.version)

    @Flag(help: "End when standard input ends: for a program that starts this one as its child.")
    var untilInputEnds = false

    @Option(
        help: ArgumentHelp(
            "How much to log: debug shows every request, info what was decided.", valueName: "level"))
    var logLevel: LogLevel = .info

    @Option(
        help: ArgumentHelp(
            "How to log: text for people, logfmt or json for programs.", valueName: "format"))
    var logFormat: LogFormat = .text

    @Flag(inversion: .prefixedNo, help: "Begin each line of the log with the time.")
    var logTimestamps = true

    static func main() async {
        StandardOutput.isFlushedAtExit(as: "demo-mcp-server")
        await main(nil)
    }

    func run() async throws {
        Self.output.use(LineStyle(format: logFormat, showsTime: logTimestamps))
        do {
            try await serve(DemoConfiguration(environment: Self.environment))
        } catch let error as DemoServerError {
            Self.output.say("demo-mcp-server: \(error)", level: .error, patience: Self.farewell)
            throw ExitCode(error.exitStatus)
        }
    }

    private func serve(_ configuration: DemoConfiguration) async throws {
        let logger = Self.output.logger("demo-mcp-server", level: logLevel.level)
        defer { Self.output.flush(patience: Self.farewell) }
        let words = Announcement(
            version: DemoServer.version, resource: configuration.resource, issuer: configuration.issuer)
        let server = DemoServer(configuration, logger: logger, tellsAll: !logFormat.isForPeople) {
            Self.output.announce(words, to: Self.standard, patience: Self.farewell)
        }
        let services: [any Service] = untilInputEnds ? [server, InputEnd()] : [server]
        try await StopSignals(logger: logger).run(services, logger: logger)
    }

    private static let output = LineWriter(file: STDERR_FILENO, label: "demo-mcp-server")
    private static let standard = LineWriter(file: STDOUT_FILENO, label: "demo-mcp-server")
    /// How long the end waits for somebody to read the log: signals are caught, so nothing else would end it.
    private static let farewell = Duration.seconds(2)

    private static var environment: [String: String] {
        var environment: [String: String] = [:]
        for name in DemoConfiguration.environmentNames {
            if let value = getenv(name) { environment[name] = String(cString: value) }
        }
        return environment
    }
}

extension LogLevel: ExpressibleByArgument {}

extension LogFormat: ExpressibleByArgument {}
