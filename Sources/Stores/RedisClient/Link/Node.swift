import NIOCore

/// The way from one event loop to one server: a connection for everything, and one for writes that wait for replicas, made
/// when there is the first.
final class Node: @unchecked Sendable {
    let link: Link
    private let settings: LinkSettings
    private let open: @Sendable (any EventLoop) -> EventLoopFuture<Connection>
    private var replicatedWrites: ReplicatedWrites?

    init(
        name: String, settings: LinkSettings, on eventLoop: any EventLoop,
        open: @escaping @Sendable (any EventLoop) -> EventLoopFuture<Connection>
    ) {
        self.settings = settings
        self.open = open
        link = Link(name: name, settings: settings, on: eventLoop, open: open)
    }

    func submit(_ request: Request, _ wait: ReplicaWait?, _ recipient: Recipient) {
        if let wait {
            writes().submit(request, wait, recipient)
        } else {
            link.submit(request, recipient)
        }
    }

    /// The server turned out to be a replica, or to know nothing of its own: looks for the right one.
    func replace() {
        link.replace()
        replicatedWrites?.link.replace()
    }

    var activity: RedisActivity {
        replicatedWrites.map { link.activity + $0.link.activity } ?? link.activity
    }

    /// Somebody waits for it, and would be told that it is closed.
    var isAwaited: Bool { link.isAwaited || replicatedWrites?.isAwaited == true }

    func close() -> EventLoopFuture<Void> {
        let closed = [link.close()] + (replicatedWrites.map { [$0.link.close()] } ?? [])
        return .andAllComplete(closed, on: link.eventLoop)
    }

    private func writes() -> ReplicatedWrites {
        if let replicatedWrites { return replicatedWrites }
        let second = Link(name: link.name, settings: settings, on: link.eventLoop, open: open)
        if link.isClosed { _ = second.close() }
        let outages = settings.outages
        let writes = ReplicatedWrites(second, queueLimit: settings.queueLimit) { wait, confirmed in
            outages.shortfall(wait, confirmed, at: second.name, now: second.eventLoop.now)
        }
        replicatedWrites = writes
        return writes
    }
}
