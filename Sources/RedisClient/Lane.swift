import NIOCore

/// What the tasks of one event loop use: its connections, which live on that loop and are touched nowhere else.
protocol Lane: AnyObject, Sendable {
    var eventLoop: any EventLoop { get }

    /// Begins to connect. On the loop.
    func start()
    /// Sends a request to where its key lives. On the loop.
    func submit(_ request: Request, _ wait: ReplicaWait?, _ recipient: Recipient)
    /// Takes no more requests, and lets those on their way finish. On the loop.
    func close() -> EventLoopFuture<Void>

    /// Sends a request, and follows what its replies say about where it should have gone. From anywhere.
    ///
    /// - Returns: As many replies as commands; some may be errors.
    func replies(to request: Request, _ wait: ReplicaWait?) async throws(RedisFailure) -> [RedisReply]
}

extension Lane {
    /// From a task on this lane's own loop there is no hop to another thread, neither now nor when the outcome is there.
    func outcome(of request: Request, _ wait: ReplicaWait?) async -> Outcome {
        await withUnsafeContinuation { continuation in
            perform { self.submit(request, wait, .task(continuation)) }
        }
    }

    func perform(_ work: @escaping @Sendable () -> Void) {
        if eventLoop.inEventLoop { work() } else { eventLoop.execute(work) }
    }
}

/// One server has it all: either always the same, or the one that the sentinels call the primary.
final class SoleLane: Lane {
    let eventLoop: any EventLoop
    private let node: Node
    private let outages: OutageLog

    init(
        name: String, settings: LinkSettings, on eventLoop: any EventLoop,
        open: @escaping @Sendable (any EventLoop) -> EventLoopFuture<Connection>
    ) {
        self.eventLoop = eventLoop
        outages = settings.outages
        node = Node(name: name, settings: settings, on: eventLoop, open: open)
    }

    func start() {
        node.link.connect()
    }

    func submit(_ request: Request, _ wait: ReplicaWait?, _ recipient: Recipient) {
        node.submit(request, wait, recipient)
    }

    func close() -> EventLoopFuture<Void> {
        node.close()
    }

    func replies(to request: Request, _ wait: ReplicaWait?) async throws(RedisFailure) -> [RedisReply] {
        let replies = try await outcome(of: request, wait).get()
        for case .error(let code, _) in replies {
            outages.refused(code, by: node.link.name)
            // A failover has made a replica of it; the name or the sentinels may lead to its successor already.
            if code == "READONLY" { perform { self.node.replace() } }
        }
        return replies
    }
}
