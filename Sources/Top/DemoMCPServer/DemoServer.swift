// An MCP server to try an authorization server with. It knows that by HTTP alone: metadata, introspection.

import HTTPServer
package import Logging
import ServiceLifecycle

/// The demo MCP server as a service: it listens at once, and looks for its authorization server until it is
/// there.
package struct DemoServer: Service {
    package static let version = ServerIdentity.version

    private let configuration: DemoConfiguration
    private let clock: DemoClock
    private let patience: Patience
    private let logger: Logger
    private let tellsAll: Bool
    private let whenListening: @Sendable () -> Void

    /// - Parameters:
    ///   - tellsAll: Lines of the log have fields for programs, beside the words for people.
    ///   - whenListening: Called once, when clients can connect.
    package init(
        _ configuration: DemoConfiguration, clock: DemoClock = .system, patience: Patience = Patience(),
        logger: Logger, tellsAll: Bool = true, whenListening: @escaping @Sendable () -> Void = {}
    ) {
        self.configuration = configuration
        self.clock = clock
        self.patience = patience
        self.logger = logger
        self.tellsAll = tellsAll
        self.whenListening = whenListening
    }

    /// Serves until the service group shuts down.
    ///
    /// - Throws: ``DemoServerError`` when the address can't be had.
    package func run() async throws {
        let server = try await start()
        whenListening()
        for warning in configuration.warnings { logger.warning("\(warning)") }
        logger.info(
            "listening",
            metadata: [
                "endpoint": "\(configuration.resource)",
                "addresses": "\(server.addresses.joined(separator: ", "))",
                "authorization_server": "\(configuration.issuer)",
                "introspection_cache": "\(configuration.introspectionCache.components.seconds) s",
            ])
        try? await gracefulShutdown()
        await server.shutdown()
    }

    /// Listens, and answers from here on.
    package func start() async throws(DemoServerError) -> RunningDemoServer {
        let application = DemoApplication(
            configuration, clock: clock, patience: patience, tellsAll: tellsAll, logger: logger)
        do {
            var listening = listening
            listening.refused = { [log = application.log] in log.tell($0, of: $1, from: $2, as: $3) }
            let listener = try await HTTPServer.start(
                listening, table: application.table, logger: logger)
            return RunningDemoServer(listener: listener, application: application)
        } catch {
            await application.shutdown()
            throw DemoServerError(error)
        }
    }

    private var listening: HTTPServer.Configuration {
        var listening = HTTPServer.Configuration(port: configuration.port)
        listening.hosts = configuration.hosts
        listening.loops = 1
        return listening
    }
}

/// A demo MCP server that listens.
package final class RunningDemoServer: Sendable {
    /// The port listened on, also when the system chose it.
    package let port: Int
    let addresses: [String]

    private let listener: HTTPServer
    private let application: DemoApplication
    private let search: Task<Void, Never>

    init(listener: HTTPServer, application: DemoApplication) {
        port = listener.port
        addresses = listener.addresses
        self.listener = listener
        self.application = application
        search = Task { try? await application.discovery.run() }
    }

    /// Stops accepting, lets requests in flight finish, and ends.
    package func shutdown() async {
        search.cancel()
        await listener.shutdown()
        await application.shutdown()
    }
}
