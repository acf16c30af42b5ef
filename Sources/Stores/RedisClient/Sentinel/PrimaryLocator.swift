import NIOCore
import RedisURL
import Synchronization

/// Finds the primary by asking the sentinels one after another, beginning with the one that knew last time.
///
/// What a sentinel says is a hint: a connection is good only if its server calls itself a primary (`ROLE`).
final class PrimaryLocator: Sendable {
    private let primary: String
    private let sentinels: [RedisAddress]
    private let connector: Connector
    private let sentinelHandshake: Handshake
    private let serverHandshake: Handshake
    private let preferred = Mutex(0)

    /// - Parameter serverHandshake: Has to check the role.
    init(
        _ primary: String, _ sentinels: [RedisAddress], _ connector: Connector, sentinelHandshake: Handshake,
        serverHandshake: Handshake
    ) {
        self.primary = primary
        self.sentinels = sentinels
        self.connector = connector
        self.sentinelHandshake = sentinelHandshake
        self.serverHandshake = serverHandshake
    }

    /// A connection to the primary.
    func connect(on eventLoop: any EventLoop) -> EventLoopFuture<Connection> {
        let search = PrimarySearch<Connection>(order(), on: eventLoop) { sentinel, search in
            self.ask(sentinel, on: eventLoop).flatMap { address in
                guard search.tried.insert(address).inserted else {
                    return eventLoop.makeFailedFuture(search.failure)
                }
                return self.connector.connect(to: address, self.serverHandshake, on: eventLoop)
            }
        }
        return search.run()
    }

    /// Where the first sentinel that answers says that the primary is.
    func locate(on eventLoop: any EventLoop) -> EventLoopFuture<RedisAddress> {
        PrimarySearch<RedisAddress>(order(), on: eventLoop) { sentinel, _ in self.ask(sentinel, on: eventLoop)
        }.run()
    }

    private func order() -> [RedisAddress] {
        let first = preferred.withLock { $0 }
        return Array(sentinels[first...] + sentinels[..<first])
    }

    private func ask(_ sentinel: RedisAddress, on eventLoop: any EventLoop) -> EventLoopFuture<RedisAddress> {
        let command = RedisCommand("SENTINEL", words: "GET-MASTER-ADDR-BY-NAME", primary)
        return connector.connect(to: sentinel, sentinelHandshake, on: eventLoop).flatMap { connection in
            let answer = eventLoop.makePromise(of: RedisAddress.self)
            connection.submit(
                Request([command]),
                .loop { outcome in
                    answer.completeWith(Result { try self.address(in: outcome, from: sentinel) })
                    connection.retire()
                })
            return answer.futureResult
        }.map { address in
            if let index = self.sentinels.firstIndex(of: sentinel) { self.preferred.withLock { $0 = index } }
            return address
        }.flatMapErrorThrowing { error in
            throw ConnectFailure("sentinel \(sentinel): \(ConnectionErrors.reason(error))")
        }
    }

    private func address(in outcome: Outcome, from sentinel: RedisAddress) throws(ConnectFailure)
        -> RedisAddress
    {
        switch outcome {
        case .failure: throw ConnectFailure("the sentinel gives no answer")
        case .success(let replies):
            switch replies.first {
            case .list(let parts):
                guard parts.count == 2, case .bytes(let host) = parts[0], case .bytes(let port) = parts[1],
                    let port = Int(String(decoding: port, as: UTF8.self)), (1...65535).contains(port),
                    !host.isEmpty
                else { throw ConnectFailure("the sentinel's answer is not an address") }
                return .tcp(host: String(decoding: host, as: UTF8.self), port: port)
            case .null: throw ConnectFailure("it knows no primary of that name")
            case .error(let code, _): throw ConnectFailure("\(code): it refuses to tell")
            default: throw ConnectFailure("the sentinel's answer is not an address")
            }
        }
    }
}

/// One search, from sentinel to sentinel. Lives on its event loop.
private final class PrimarySearch<Found: Sendable>: @unchecked Sendable {
    typealias Attempt = (RedisAddress, PrimarySearch<Found>) -> EventLoopFuture<Found>

    /// Addresses that another sentinel has named already.
    var tried: Set<RedisAddress> = []
    private(set) var failure = ConnectFailure("there are no sentinels")
    private var sentinels: [RedisAddress]
    private let attempt: Attempt
    private let promise: EventLoopPromise<Found>

    init(_ sentinels: [RedisAddress], on eventLoop: any EventLoop, _ attempt: @escaping Attempt) {
        self.sentinels = sentinels
        self.attempt = attempt
        promise = eventLoop.makePromise()
    }

    func run() -> EventLoopFuture<Found> {
        next()
        return promise.futureResult
    }

    private func next() {
        guard !sentinels.isEmpty else { return promise.fail(failure) }
        let sentinel = sentinels.removeFirst()
        attempt(sentinel, self).assumeIsolated().whenComplete { result in
            switch result {
            case .success(let found): self.promise.succeed(found)
            case .failure(let error):
                self.failure = ConnectionErrors.failure(error)
                self.next()
            }
        }
    }
}
