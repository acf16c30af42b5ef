import Endpoint
import HTTPServer
import Logging
import Support

/// Starts a server of its own on a free port, and shuts it down at the end.
func withServer(
    _ table: any EndpointTable = TestTable.common(), logger: Logger = .silent,
    configuration: HTTPServer.Configuration = .forTests(),
    _ body: (HTTPServer) async throws -> Void
) async throws {
    let server = try await HTTPServer.start(configuration, table: table, logger: logger)
    do {
        try await body(server)
    } catch {
        await server.shutdown()
        throw error
    }
    await server.shutdown()
}

extension HTTPServer.Configuration {
    /// No limit of time is ever reached: how fast this machine is today is not what these tests are about. Those that
    /// are about limits have a clock of their own, see ``EmbeddedPeer``.
    static func forTests(
        _ change: (inout HTTPServer.Configuration) -> Void = { _ in }
    ) -> HTTPServer.Configuration {
        var configuration = HTTPServer.Configuration(port: 0)
        configuration.hosts = ["127.0.0.1"]
        configuration.loops = 1
        configuration.bePatient(for: .seconds(86_400))
        // Or a server that shuts down would wait for whoever doesn't hang up.
        configuration.lingerTimeout = .seconds(1)
        configuration.shutdownTimeout = .seconds(86_400)
        change(&configuration)
        return configuration
    }
}
