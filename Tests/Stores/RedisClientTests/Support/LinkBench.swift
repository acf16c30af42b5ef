import NIOCore
import NIOEmbedded
import RedisURL
import Support

@testable import RedisClient

/// A link whose connections the test makes or refuses, on a clock that the test moves.
final class LinkBench {
    let loop = EmbeddedEventLoop()
    let log = LogLines()
    let link: Link
    private let attempts = Box<[EventLoopPromise<Connection>]>([])
    private let options: RedisOptions

    init(_ change: (inout RedisOptions) -> Void = { _ in }) {
        var options = RedisOptions()
        options.random = { 1 }
        change(&options)
        self.options = options
        link = Link(
            name: "redis:6379", settings: LinkSettings(options, outages: OutageLog(log.logger())), on: loop
        ) { [attempts] loop in
            let promise = loop.makePromise(of: Connection.self)
            attempts.change { $0.append(promise) }
            return promise.futureResult
        }
    }

    deinit {
        for attempt in attempts.value { attempt.fail(ConnectFailure("the test is over")) }
    }

    /// Attempts to connect that have not ended.
    var attempting: Int { attempts.value.count }

    func refuse(_ reason: String = "connection refused") {
        refuse(ConnectFailure(reason))
    }

    func refuse(_ failure: ConnectFailure) {
        attempts.change { $0.removeFirst() }.fail(failure)
        loop.run()
    }

    func accept() throws -> EmbeddedConnection {
        let peer = try EmbeddedConnection(options, on: loop)
        attempts.change { $0.removeFirst() }.succeed(peer.connection)
        loop.run()
        return peer
    }

    func ask(_ command: RedisCommand = RedisCommand("PING")) -> Box<Outcome?> {
        let outcome = Box<Outcome?>(nil)
        link.submit(Request([command]), .loop { answer in outcome.change { $0 = answer } })
        return outcome
    }

    func advance(_ time: TimeAmount) {
        loop.advanceTime(by: time)
    }
}
