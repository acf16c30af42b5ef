package import Logging
package import NIOCore
import NIOPosix
package import RedisURL
import Synchronization

/// Talks to Redis: one connection for each event loop, used by the tasks that run on that loop.
///
/// What the tasks of a loop ask in one turn of it leaves in one write, and nothing on the way there or back changes the thread.
/// A task that runs elsewhere is served by any of the loops.
///
/// Connections are made from the start and made again for as long as the client lives, so a server that is down, or not there yet,
/// makes requests fail and nothing else. A request waits at most the connect grace for a connection and the command timeout for its
/// answer. Cancelling the task that waits doesn't make it shorter: the command is on its way.
package final class RedisClient: Sendable {
    package let target: RedisTarget
    private let lanes: [any Lane]
    private let laneByLoop: [ObjectIdentifier: any Lane]
    private let drainTimeout: TimeAmount
    private let outages: OutageLog
    private let expectation: Expectation
    private let isShutDown = Atomic(false)

    /// - Parameter scripts: All that ``run(_:keys:arguments:waitingFor:)`` will be called with; others work too, at the price of
    ///   being sent whole each time.
    package init(
        _ target: RedisTarget, options: RedisOptions = RedisOptions(), scripts: [RedisScript] = [],
        loops: any EventLoopGroup, logger: Logger
    ) {
        self.target = target
        let factory = LaneFactory(target, options, scripts, logger)
        outages = factory.settings.outages
        expectation = factory.expectation
        let lanes = loops.makeIterator().map { factory.lane(on: $0) }
        self.lanes = lanes
        laneByLoop = Dictionary(
            lanes.map { (ObjectIdentifier($0.eventLoop), $0) }, uniquingKeysWith: { first, _ in first })
        drainTimeout = TimeAmount(options.commandTimeout)
        for lane in lanes { lane.perform { lane.start() } }
    }

    /// From now on a new connection is used only when the key has this value there, or none: else the database is another one, and that
    /// is ``RedisTrouble/otherSecret``. Says nothing in a cluster.
    package func expect(_ value: [UInt8], under key: [UInt8]) {
        expectation.set(value, under: key)
    }

    /// Sends commands next to each other in one write on one connection.
    ///
    /// They are not a transaction: those of others may come in between, and when one is refused the others are done all the same.
    /// In a cluster all keys have to be in one slot.
    ///
    /// - Returns: One reply for each command, none of them an error (there may be some within lists).
    /// - Throws: ``RedisFailure/refused(code:message:)`` with the first error among the replies.
    package func send(_ commands: [RedisCommand]) async throws(RedisFailure) -> [RedisReply] {
        guard !commands.isEmpty else { return [] }
        return try Self.withoutErrors(await lane().replies(to: Request(commands), nil))
    }

    /// Runs a script.
    ///
    /// - Parameters:
    ///   - keys: In a cluster all in one slot.
    ///   - waitingFor: Uses a connection on which `WAIT` may take its time without holding up anyone else.
    package func run(
        _ script: RedisScript, keys: [[UInt8]], arguments: [[UInt8]], waitingFor wait: ReplicaWait? = nil
    ) async throws(RedisFailure) -> RedisReply {
        let lane = try lane()
        var request = Request(script, keys: keys, arguments: arguments)
        var reply = try await lane.replies(to: request, wait).first
        if case .error("NOSCRIPT", _) = reply {
            // Nothing of it was run.
            request.sendsSource = true
            reply = try await lane.replies(to: request, wait).first
        }
        switch reply {
        case .error(let code, let message): throw .refused(code: code, message: message)
        case .some(let reply): return reply
        case nil: throw .unavailable(reason: "there was no reply")
        }
    }

    /// Every server that takes writes: the one, or all primaries of the cluster, for which it waits up to the connect timeout. For what
    /// has to see all keys, such as `SCAN`.
    package func servers() async throws(RedisFailure) -> [RedisAddress] {
        let lane = try lane()
        let servers: [RedisAddress] = await withUnsafeContinuation { continuation in
            lane.perform { lane.findServers { continuation.resume(returning: $0) } }
        }
        if !servers.isEmpty { return servers }
        // Says why, if nobody can be asked.
        _ = try await lane.replies(to: Request([RedisCommand("PING")]), nil)
        throw .unavailable(reason: "the servers are not known yet")
    }

    /// What keeps some requests from being served, though others are; `nil`: nothing that is known of.
    package func trouble() async -> RedisTrouble? {
        for lane in lanes {
            let trouble: RedisTrouble? = await withUnsafeContinuation { continuation in
                lane.perform { continuation.resume(returning: lane.trouble) }
            }
            if let trouble { return trouble }
        }
        return nil
    }

    /// Sends commands to one server, whatever their keys; nothing that it says about other servers is followed.
    package func send(_ commands: [RedisCommand], to server: RedisAddress) async throws(RedisFailure)
        -> [RedisReply]
    {
        guard !commands.isEmpty else { return [] }
        let lane = try lane()
        let outcome: Outcome = await withUnsafeContinuation { continuation in
            lane.perform { lane.submit(Request(commands), to: server, .task(continuation)) }
        }
        return try Self.withoutErrors(outcome.get())
    }

    /// Of all connections.
    package func activity() async -> RedisActivity {
        var sum = RedisActivity()
        for lane in lanes {
            let activity: RedisActivity = await withUnsafeContinuation { continuation in
                lane.perform { continuation.resume(returning: lane.activity) }
            }
            sum = sum + activity
        }
        return sum
    }

    /// Lets what is on its way finish, within the command timeout, and closes all connections.
    ///
    /// The event loops have to be shut down later than this; what is asked later than this fails.
    package func shutDown() async {
        guard !isShutDown.exchange(true, ordering: .relaxed) else { return }
        outages.close()
        let allDone = lanes.map { lane in
            let done = lane.eventLoop.makePromise(of: Void.self)
            lane.eventLoop.flatSubmit { lane.close() }.whenComplete { _ in done.succeed() }
            lane.eventLoop.scheduleTask(in: drainTimeout) { done.succeed() }
            return done.futureResult
        }
        for done in allDone { try? await done.get() }
    }

    private static func withoutErrors(_ replies: [RedisReply]) throws(RedisFailure) -> [RedisReply] {
        for case .error(let code, let message) in replies { throw .refused(code: code, message: message) }
        return replies
    }

    private func lane() throws(RedisFailure) -> any Lane {
        guard !isShutDown.load(ordering: .relaxed) else {
            throw .unavailable(reason: "the client has been shut down")
        }
        if let loop = MultiThreadedEventLoopGroup.currentEventLoop,
            let lane = laneByLoop[ObjectIdentifier(loop)]
        {
            return lane
        }
        return lanes[Int.random(in: lanes.indices)]
    }
}
