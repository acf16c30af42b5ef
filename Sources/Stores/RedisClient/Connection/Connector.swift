import NIOCore
import NIOPosix
import NIOSSL
import RedisURL

/// Makes connections that are ready to serve.
struct Connector: Sendable {
    let limits: ConnectionLimits
    let timeout: TimeAmount
    let tls: TLSContext?

    init(_ options: RedisOptions, tls: RedisTLS?) {
        limits = ConnectionLimits(options)
        timeout = TimeAmount(options.connectTimeout)
        self.tls = tls.map(TLSContext.init)
    }

    /// Fails when it takes longer than the connect timeout, however far it has come by then.
    func connect(
        to address: RedisAddress, _ handshake: Handshake, on eventLoop: any EventLoop
    ) -> EventLoopFuture<Connection> {
        let attempt = ConnectAttempt(address, handshake.current, eventLoop)
        attempt.begin(self)
        return attempt.promise.futureResult
    }

    func channel(
        to address: RedisAddress, _ context: NIOSSLContext?, _ connection: Connection
    ) -> EventLoopFuture<any Channel> {
        let bootstrap = ClientBootstrap(group: connection.eventLoop)
            .connectTimeout(timeout)
            .channelInitializer { [tls] channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls, let context {
                        try channel.pipeline.syncOperations.addHandler(tls.handler(context, for: address))
                    }
                    try channel.pipeline.syncOperations.addHandler(connection)
                }
            }
        switch address {
        case .tcp(let host, let port):
            return bootstrap.channelOption(.tcpOption(.tcp_nodelay), value: 1).connect(host: host, port: port)
        case .unix(let path): return bootstrap.connect(unixDomainSocketPath: path)
        }
    }
}

/// One attempt, from the first packet to the last reply of the handshake.
private final class ConnectAttempt: @unchecked Sendable {
    let promise: EventLoopPromise<Connection>
    private let address: RedisAddress
    private let handshake: Handshake
    private let eventLoop: any EventLoop
    private var timer: Scheduled<Void>?
    private var connection: Connection?
    private var isOver = false

    init(_ address: RedisAddress, _ handshake: Handshake, _ eventLoop: any EventLoop) {
        self.address = address
        self.handshake = handshake
        self.eventLoop = eventLoop
        promise = eventLoop.makePromise()
    }

    func begin(_ connector: Connector) {
        timer = eventLoop.assumeIsolated().scheduleTask(in: connector.timeout) {
            self.end(
                .failure(
                    ConnectFailure("no connection within \(connector.timeout.nanoseconds / 1_000_000) ms")))
        }
        guard let tls = connector.tls, case .tcp = address else { return open(connector, nil) }
        tls.load(on: eventLoop).assumeIsolated().whenComplete { result in
            switch result {
            case .success(let context): self.open(connector, context)
            case .failure(let error): self.end(.failure(error))
            }
        }
    }

    private func open(_ connector: Connector, _ context: NIOSSLContext?) {
        guard !isOver else { return }
        do {
            let connection = try Connection(address, limits: connector.limits, on: eventLoop)
            self.connection = connection
            connection.onClose = { self.end(.failure($0)) }
            connector.channel(to: address, context, connection).assumeIsolated().whenComplete { result in
                switch result {
                case .success(let channel):
                    self.isOver ? channel.close(promise: nil) : self.greet(connection, connector)
                case .failure(let error): self.end(.failure(error))
                }
            }
        } catch {
            end(.failure(error))
        }
    }

    /// Only the connect timeout ends this, not that of commands.
    private func greet(_ connection: Connection, _ connector: Connector) {
        connection.submit(
            Request(handshake.commands),
            .loop { outcome in
                // What ends the connection before says why by onClose.
                guard case .success(let replies) = outcome else { return }
                do {
                    connection.digests = try self.handshake.digests(from: replies)
                    connection.evictionPolicy = self.handshake.evictionPolicy(in: replies)
                    connection.keepAlive()
                    self.end(.success(connection))
                } catch {
                    self.end(.failure(error))
                }
            }, patience: connector.timeout)
    }

    private func end(_ result: Result<Connection, any Error>) {
        guard !isOver else { return }
        isOver = true
        timer?.cancel()
        connection?.onClose = nil
        switch result {
        case .success(let connection): promise.succeed(connection)
        case .failure(let error):
            let failure = ConnectionErrors.failure(error)
            connection?.close(failure)
            promise.fail(failure)
        }
    }
}
