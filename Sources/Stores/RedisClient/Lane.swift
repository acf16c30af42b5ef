import NIOCore
import RedisURL

/// What the tasks of one event loop use: its connections, which live on that loop and are touched nowhere else.
protocol Lane: AnyObject, Sendable {
    var eventLoop: any EventLoop { get }

    /// Begins to connect. On the loop.
    func start()
    /// Sends a request to where its key lives. On the loop.
    func submit(_ request: Request, _ wait: ReplicaWait?, _ recipient: Recipient)
    /// Takes no more requests, and lets those on their way finish. On the loop.
    func close() -> EventLoopFuture<Void>

    /// Sends a request to one server, whatever its key. On the loop.
    func submit(_ request: Request, to server: RedisAddress, _ recipient: Recipient)
    /// Of all its connections. On the loop.
    var activity: RedisActivity { get }
    /// What keeps some requests from being served, though others are. On the loop.
    var trouble: RedisTrouble? { get }
    /// Says, once, which servers take writes: all of them, or none as long as they can't be found. On the loop.
    func findServers(_ receive: @escaping @Sendable ([RedisAddress]) -> Void)

    /// Sends a request, and follows what its replies say about where it should have gone. From anywhere.
    ///
    /// - Returns: As many replies as commands; some may be errors.
    func replies(to request: Request, _ wait: ReplicaWait?) async throws(RedisFailure) -> [RedisReply]
}

extension Lane {
    /// From a task on this lane's own loop there is no hop to another thread, neither now nor when the outcome is there.
    func outcome(of request: Request, _ wait: ReplicaWait?) async -> Outcome {
        await withUnsafeContinuation { continuation in
            if eventLoop.inEventLoop {
                submit(request, wait, .task(continuation))
            } else {
                eventLoop.execute { self.submit(request, wait, .task(continuation)) }
            }
        }
    }

    func perform(_ work: @escaping @Sendable () -> Void) {
        if eventLoop.inEventLoop { work() } else { eventLoop.execute(work) }
    }
}
