import ArgumentParser
import AuthorizationServer
import RouteManifest
import Router
import ServiceLifecycle
import StopSignals

struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Serve, together with a protected MCP server to try it with.",
        discussion: """
            Starts demo-mcp-server, which lies beside this program and takes its
            settings from the environment; an MCP client's way in is then
            http://localhost:3232/mcp. One Ctrl-C stops both, and when one ends, so
            does the other. Both log at the level and in the format that are said here
            or in the manifest.
            """)

    @OptionGroup var options: ManifestOptions
    @OptionGroup var logging: LoggingOptions

    func run() async throws {
        var logger = logging.logger(beside: DemoChild.name)
        let signals = await StopSignals.caught(logger)
        let (server, manifest) = try await launch(options, logging, &logger, beside: DemoChild.name)
        let child: DemoChild
        do {
            // It is told the issuer as the manifest has it, so that the two can't disagree.
            child = try DemoChild(
                environment: ["AUTH_SERVER_URL": server.plan.issuer.text], log: logging.settings(manifest))
        } catch {
            await server.shutdown()
            printError("mcp-auth demo: \(error)")
            throw ExitCode(1)
        }
        try await serve([server, child], of: manifest, until: signals.reloading(server), logger: logger)
        guard child.status == 0 else { throw ExitCode(child.status) }
    }
}
