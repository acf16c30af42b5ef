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
    private let life: Mutex<Life>

    private struct Life {
        var shutdownTimeout: Duration
        /// Connections that the last configuration allowed, whether there are files for them or not.
        var connections: Int
        /// Whoever asks first ends the server; the others wait with them.
        var ending: Task<Void, Never>?
    }

    private init(
        _ configuration: Configuration, group: MultiThreadedEventLoopGroup, ownsGroup: Bool,
        loops: [LoopState], listeners: Listeners
    ) {
        port = listeners.port
        addresses = listeners.addresses
        life = Mutex(
            Life(
                shutdownTimeout: configuration.shutdownTimeout, connections: configuration.maximumConnections)
        )
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
        let fitting = configuration.fittingOpenFiles(logger)
        let group = shared ?? MultiThreadedEventLoopGroup(numberOfThreads: max(1, configuration.loops))
        let quotas = Quotas(fitting)
        let loops = group.makeIterator().map { eventLoop in
            LoopState(
                eventLoop, configuration: fitting, table: table, quotas: quotas,
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
        let end = life.withLock { life in
            let timeout = life.shutdownTimeout
            let task = life.ending ?? Task { await self.end(within: timeout) }
            life.ending = task
            return task
        }
        await end.value
    }

    /// Answers from here on with another table, within other limits and in another log; returns when every loop does. Once the server
    /// ends it stays as it is.
    ///
    /// No connection is lost. A request that has begun ends with the handler and within the time that it began with; the next one on the
    /// same connection is of the new table. Where fewer connections are let in than there are, those that are idle go. With
    /// another limit of header sections, a connection whose requests are not of the common form ends with its next answer.
    ///
    /// - Parameter configuration: What is listened on, the number of loops and the clock stay as they are, whatever it says of them.
    package func adopt(_ table: any EndpointTable, _ configuration: Configuration, logger: Logger) async {
        let isKnown = life.withLock { $0.connections == configuration.maximumConnections }
        let fitting = configuration.fittingOpenFiles(isKnown ? nil : logger)
        // All loops are told under the lock: of two that come at once, the same is last on each.
        let told = life.withLock { life -> [EventLoopFuture<Void>] in
            guard life.ending == nil else { return [] }
            life.shutdownTimeout = configuration.shutdownTimeout
            life.connections = configuration.maximumConnections
            return loops.map { loop in
                loop.eventLoop.submit { loop.adopt(table, fitting, logger: logger) }
            }
        }
        for loop in told { try? await loop.get() }
    }

    private func end(within timeout: Duration) async {
        await listeners.close()
        let drained = loops.map { loop in loop.eventLoop.flatSubmit { loop.quiesce() } }
        let deadline = loops.first?.eventLoop.scheduleTask(in: TimeAmount(timeout)) { [loops] in
            for loop in loops { loop.eventLoop.execute { loop.abort() } }
        }
        for loop in drained { try? await loop.get() }
        deadline?.cancel()
        if ownsGroup { try? await group.shutdownGracefully() }
    }
}

extension HTTPServer.Configuration {
    /// With as many connections as there are files for.
    ///
    /// - Parameter logger: nil where it is known that there are fewer.
    fileprivate func fittingOpenFiles(_ logger: Logger?) -> HTTPServer.Configuration {
        let files = OpenFileLimit.raise(for: maximumConnections)
        let connections = OpenFileLimit.connections(of: maximumConnections, files: files)
        guard connections < maximumConnections else { return self }
        logger?.warning(
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
