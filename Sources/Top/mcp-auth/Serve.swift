import ArgumentParser
import AuthorizationServer
import LineLog
import Logging
import RouteManifest
import ServiceLifecycle
import StopSignals

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve what the manifest declares.")

    @OptionGroup var options: ManifestOptions
    @OptionGroup var logging: LoggingOptions

    func run() async throws {
        var logger = logging.logger()
        let signals = await StopSignals.caught(logger)
        let (server, manifest) = try await launch(options, logging, &logger)
        try await serve([server], of: manifest, until: signals.reloading(server), logger: logger)
    }
}

/// Starts what the manifest declares, and says so.
///
/// - Parameters:
///   - logger: Logs from here on as the manifest says.
///   - other: The name of another server that follows, and says itself what to try.
func launch(
    _ options: ManifestOptions, _ logging: LoggingOptions, _ logger: inout Logger, beside other: String = ""
) async throws -> (AuthorizationServer, Manifest) {
    let served = try options.loadServed { logger = logging.logger($0, beside: other) }
    let server: AuthorizationServer
    do {
        server = try await AuthorizationServer.start(
            served, logger: logger, telling: logging.fields(served.manifest),
            reloading: Reloading(
                logger: { (logging.logger($0, beside: other), logging.fields($0)) }, tell: tell))
    } catch {
        printError("mcp-auth: \(error)")
        throw ExitCode(1)
    }
    announce(
        Announcement(
            server.plan, listening: server.addresses, served.manifest, served.file,
            showsCommands: other.isEmpty))
    return (server, served.manifest)
}

/// Tells of files that were read again what came of it.
private func tell(_ report: ReloadReport) {
    tell(report.diagnostics)
    guard report.isTaken else {
        printError(([report.summary] + report.details.map { "  " + $0 }).joined(separator: "\n"))
        return
    }
    announce(Announcement(report.summary, details: report.details))
}

extension StopSignals {
    /// A SIGHUP that is not the end of the terminal has files read again.
    func reloading(_ server: AuthorizationServer) -> StopSignals {
        onHangup { Task { await server.reload(.signal) } }
    }
}

/// Serves until a signal comes, and says what becomes of it.
func serve(
    _ services: [any Service], of manifest: Manifest, until signals: StopSignals, logger: Logger
) async throws {
    defer { Output.error.flush(patience: Output.farewell) }
    try await runServices(services, until: signals, logger: logger)
    let forgets = manifest.store.folder == nil
    announce(
        Announcement(
            "mcp-auth stopped" + (forgets ? ", and has forgotten everything" : "; what it knows is kept")))
}

/// Runs services until a signal comes or one of them ends; each is given the time to finish what it has begun, and the log
/// the time to be read.
func runServices(_ services: [any Service], until signals: StopSignals, logger: Logger) async throws {
    defer { Output.error.flush(patience: Output.farewell) }
    do { try await signals.run(services, logger: logger) } catch {
        printError("mcp-auth: \(error)")
        throw ExitCode(1)
    }
}
