import ArgumentParser
import AuthorizationServer
import DemoMCPServer
import Glibc
import RouteManifest
import ServiceLifecycle

struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve, together with a protected MCP server to try it with.",
        discussion: """
            The MCP server listens on PORT (3232) and is an MCP client's way in: http://localhost:3232/mcp. One Ctrl-C stops
            both.
            """)

    @OptionGroup var options: ManifestOptions
    @OptionGroup var logging: LoggingOptions

    func run() async throws {
        let logger = logging.logger("mcp-auth")
        let (manifest, file, _) = try options.load()
        let configuration = try demoConfiguration(issuer: manifest.server.issuer.text)
        let demo = DemoServer(configuration, logger: logging.logger("demo-mcp-server"))
        let server: AuthorizationServer
        do {
            server = try await AuthorizationServer.start(manifest, file: file, logger: logger)
        } catch { throw failure(error) }
        let running: RunningDemoServer
        do { running = try await demo.start() } catch {
            await server.shutdown()
            throw demoFailure(error)
        }
        printLine(StartLines(server.plan, manifest, file).text)
        printLine("MCP server, for your client: \(configuration.resource)")
        try await serve([server, RunningDemo(server: running)], logger: logger)
    }

    /// It is told the issuer as the manifest has it, so that the two can't disagree.
    private func demoConfiguration(issuer: String) throws -> DemoConfiguration {
        var environment: [String: String] = [:]
        for name in DemoConfiguration.environmentNames {
            if let value = getenv(name) { environment[name] = String(cString: value) }
        }
        environment["AUTH_SERVER_URL"] = issuer
        do { return try DemoConfiguration(environment: environment) } catch { throw demoFailure(error) }
    }

    private func demoFailure(_ error: DemoServerError) -> ExitCode {
        printError("mcp-auth demo: \(error)")
        return ExitCode(error.exitStatus)
    }
}

/// A demo server that listens already, as a service that only has to end.
private struct RunningDemo: Service {
    let server: RunningDemoServer

    func run() async throws {
        try? await gracefulShutdown()
        await server.shutdown()
    }
}
