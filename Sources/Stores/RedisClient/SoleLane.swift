import NIOCore
import RedisURL

/// One server has it all: either always the same, or the one that the sentinels call the primary.
final class SoleLane: Lane, @unchecked Sendable {
    /// How the server is found.
    struct Finding: Sendable {
        let name: String
        /// Connects to where it is now.
        let connect: @Sendable (any EventLoop) -> EventLoopFuture<Connection>
        /// Says where it is now; nil: where it always is.
        var locate: (@Sendable (any EventLoop) -> EventLoopFuture<RedisAddress>)?
    }

    let eventLoop: any EventLoop
    private let finding: Finding
    private let node: Node
    private let settings: LinkSettings
    private var watchTimer: Scheduled<Void>?

    init(_ finding: Finding, settings: LinkSettings, on eventLoop: any EventLoop) {
        self.finding = finding
        self.settings = settings
        self.eventLoop = eventLoop
        node = Node(name: finding.name, settings: settings, on: eventLoop, open: finding.connect)
    }

    var trouble: RedisTrouble? { nil }

    var activity: RedisActivity { node.activity }

    func start() {
        node.link.connect()
        if let locate = finding.locate { watch(locate) }
    }

    func submit(_ request: Request, _ wait: ReplicaWait?, _ recipient: Recipient) {
        node.submit(request, wait, recipient)
    }

    func submit(_ request: Request, to server: RedisAddress, _ recipient: Recipient) {
        guard server == node.link.address else {
            return recipient.receive(unavailable: "\(server): another server has taken its place")
        }
        node.submit(request, nil, recipient)
    }

    func findServers(_ receive: @escaping @Sendable ([RedisAddress]) -> Void) {
        // Waits until there is a connection.
        node.submit(
            Request([RedisCommand("PING")]), nil,
            .loop { _ in receive(self.node.link.address.map { [$0] } ?? []) })
    }

    func close() -> EventLoopFuture<Void> {
        watchTimer?.cancel()
        return node.close()
    }

    func replies(to request: Request, _ wait: ReplicaWait?) async throws(RedisFailure) -> [RedisReply] {
        let replies = try await outcome(of: request, wait).get()
        for case .error(let code, _) in replies {
            settings.outages.refused(code, by: finding.name, now: eventLoop.now)
            // A failover has made a replica of it, or cut it off from its own; the name or the sentinels may lead to its
            // successor already.
            if code == "READONLY" || code == "NOREPLICAS" { perform { self.node.replace() } }
        }
        return replies
    }

    /// A primary that is cut off from the sentinels doesn't know that it has been replaced, and takes writes that will be lost.
    private func watch(_ locate: @escaping @Sendable (any EventLoop) -> EventLoopFuture<RedisAddress>) {
        watchTimer = eventLoop.assumeIsolated().scheduleTask(in: settings.watchInterval) {
            locate(self.eventLoop).assumeIsolated().whenComplete { result in
                guard !self.node.link.isClosed else { return }
                if case .success(let address) = result, let current = self.node.link.address,
                    current != address
                {
                    self.node.replace()
                }
                self.watch(locate)
            }
        }
    }
}
