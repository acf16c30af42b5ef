// The transport: from sockets to a table of endpoints and back. It owns what every request has in common
// (reading, budgets, time limits, the access log) and knows neither routes nor OAuth.

package import Endpoint
package import Logging
import NIOCore
package import NIOPosix
import ServiceLifecycle
import Synchronization

/// Serves a table of endpoints over HTTP/1.1.
package final class HTTPServer: Service {
    /// The port listened on, on every host: the one asked for, or the one the system chose for 0.
    package let port: Int
    /// What is listened on, in numbers: `127.0.0.1:3001`, `[::1]:3001`.
    package let addresses: [String]

    private let group: MultiThreadedEventLoopGroup
    private let ownsGroup: Bool
    private let loops: [LoopState]
    private let listeners: Listeners
    private let shutdownTimeout: Duration
    /// Whoever asks first ends the server; the others wait with them.
    private let ending = Mutex<Task<Void, Never>?>(nil)

    private init(
        _ configuration: Configuration, group: MultiThreadedEventLoopGroup, ownsGroup: Bool,
        loops: [LoopState], listeners: Listeners
    ) {
        port = listeners.port
        addresses = listeners.addresses
        shutdownTimeout = configuration.shutdownTimeout
        self.group = group
        self.ownsGroup = ownsGroup
        self.loops = loops
        self.listeners = listeners
    }

    /// Listens, and answers from here on.
    ///
    /// Event loops that are passed in belong to the caller, who shuts them down after the server; their number is theirs.
    package static func start(
        _ configuration: Configuration, table: any EndpointTable, logger: Logger,
        loops shared: MultiThreadedEventLoopGroup? = nil
    ) async throws(ListenError) -> HTTPServer {
        let configuration = configuration.fittingOpenFiles(logger)
        let group = shared ?? MultiThreadedEventLoopGroup(numberOfThreads: max(1, configuration.loops))
        let quotas = Quotas(configuration)
        let loops = group.makeIterator().map { eventLoop in
            LoopState(
                eventLoop, configuration: configuration, table: table, quotas: quotas,
                idPrefix: .random(in: .min ... .max), logger: logger)
        }
        let byLoop = Dictionary(uniqueKeysWithValues: loops.map { (ObjectIdentifier($0.eventLoop), $0) })
        do {
            let listeners = try await Listeners.open(
                hosts: configuration.hosts, port: configuration.port, group: group, logger: logger
            ) { channel in
                guard let loop = byLoop[ObjectIdentifier(channel.eventLoop)] else { return }
                try loop.accept(channel)
            }
            return HTTPServer(
                configuration, group: group, ownsGroup: shared == nil, loops: loops, listeners: listeners)
        } catch {
            if shared == nil { try? await group.shutdownGracefully() }
            throw error
        }
    }

    /// Serves until the service group shuts down.
    package func run() async throws {
        // Being cancelled is to be shut down without ceremony, but still to be shut down.
        try? await gracefulShutdown()
        await shutdown()
    }

    /// Stops accepting, closes idle connections, lets requests in flight finish within the configured time, and then
    /// closes the rest.
    package func shutdown() async {
        let end = ending.withLock { ending in
            let task = ending ?? Task { await self.end() }
            ending = task
            return task
        }
        await end.value
    }

    private func end() async {
        await listeners.close()
        let drained = loops.map { loop in loop.eventLoop.flatSubmit { loop.quiesce() } }
        let deadline = loops.first?.eventLoop.scheduleTask(in: TimeAmount(shutdownTimeout)) { [loops] in
            for loop in loops { loop.eventLoop.execute { loop.abort() } }
        }
        for loop in drained { try? await loop.get() }
        deadline?.cancel()
        if ownsGroup { try? await group.shutdownGracefully() }
    }
}

extension HTTPServer.Configuration {
    /// With as many connections as there are files for.
    fileprivate func fittingOpenFiles(_ logger: Logger) -> HTTPServer.Configuration {
        let files = OpenFileLimit.raise(for: maximumConnections)
        let connections = OpenFileLimit.connections(of: maximumConnections, files: files)
        guard connections < maximumConnections else { return self }
        logger.warning(
            "fewer connections are let in than are allowed: the system allows too few open files",
            metadata: [
                "connections": "\(connections)", "allowed": "\(maximumConnections)", "files": "\(files)",
                "hint": "raise the limit of open files (ulimit -n)",
            ])
        var fitting = self
        fitting.maximumConnections = connections
        return fitting
    }
}
