import NIOCore
import RedisURL

/// Keeps one connection of one event loop alive: makes it, makes it again when it is lost, and says no meanwhile.
///
/// Lives on its event loop and is touched nowhere else.
final class Link: @unchecked Sendable {
    private enum State {
        case idle
        case connecting(EventLoopFuture<Connection>)
        case ready(Connection)
        case pausing(Scheduled<Void>)
        case closed
    }

    private struct Waiting {
        let request: Request
        let recipient: Recipient
        let patience: TimeAmount
        let deadline: NIODeadline
    }

    let eventLoop: any EventLoop
    /// For logs: the address, or the name of a primary whose address changes.
    let name: String
    private let settings: LinkSettings
    /// Finds the server and connects to it.
    private let open: @Sendable (any EventLoop) -> EventLoopFuture<Connection>
    private var state = State.idle
    /// Attempts in a row that have failed, and why the last one did.
    private var failures = 0
    private var failure = ConnectFailure("not connected yet")
    /// Since when the connection serves, and how many in a row served for less than a second: a server that takes connections only
    /// to drop them must not be asked for the next one without pause.
    private var readySince = NIODeadline.uptimeNanoseconds(0)
    private var shortLives = 0
    private var waiting = CircularBuffer<Waiting>()
    private var graceTimer: Scheduled<Void>?
    private var lastReplaced: NIODeadline?
    /// Since the start.
    private var requests = 0
    private var connections = 0
    /// Called when a connection is lost or can't be made.
    var onTrouble: (() -> Void)?

    init(
        name: String, settings: LinkSettings, on eventLoop: any EventLoop,
        open: @escaping @Sendable (any EventLoop) -> EventLoopFuture<Connection>
    ) {
        self.name = name
        self.settings = settings
        self.eventLoop = eventLoop
        self.open = open
    }

    var isReady: Bool {
        if case .ready = state { true } else { false }
    }

    /// Where the present connection leads.
    var address: RedisAddress? {
        if case .ready(let connection) = state { connection.address } else { nil }
    }

    /// Somebody waits for it to be connected, and not only the client itself.
    var isAwaited: Bool { waiting.contains { $0.recipient.isTask } }

    /// The last attempt has failed.
    var isInTrouble: Bool { failures > 0 }

    var isClosed: Bool {
        if case .closed = state { true } else { false }
    }

    func submit(_ request: Request, _ recipient: Recipient, patience: TimeAmount = .zero) {
        eventLoop.assertInEventLoop()
        requests += 1
        switch state {
        case .ready(let connection): connection.submit(request, recipient, patience: patience)
        case .idle:
            connect()
            wait(request, recipient, patience)
        case .connecting where failures == 0, .pausing where failures == 0: wait(request, recipient, patience)
        case .connecting, .pausing, .closed: recipient.receive(.failure(refusal))
        }
    }

    /// Begins to connect, unless that has been done.
    func connect() {
        if case .idle = state { attempt() }
    }

    /// Lets the requests on the present connection finish, and sends further ones over a new one. Not more often than twice a
    /// second: the reason for it may last.
    func replace() {
        guard case .ready(let connection) = state else { return }
        let now = eventLoop.now
        if let lastReplaced, now - lastReplaced < .milliseconds(500) { return }
        lastReplaced = now
        connection.onClose = nil
        connection.retire()
        attempt()
    }

    /// Nothing is taken any more; what is on its way is waited for: an attempt to connect, too, which may have threads elsewhere that
    /// come back to the event loop.
    func close() -> EventLoopFuture<Void> {
        let before = state
        state = .closed
        failure = ConnectFailure("the client has been shut down")
        settings.outages.forget(self)
        refuseWaiting { _ in true }
        graceTimer?.cancel()
        onTrouble = nil
        switch before {
        case .ready(let connection):
            connection.onClose = nil
            let closed = connection.context?.channel.closeFuture
            connection.retire()
            return closed ?? eventLoop.makeSucceededVoidFuture()
        case .connecting(let attempt):
            return attempt.map { _ in }
        case .pausing(let timer): timer.cancel()
        case .idle, .closed: break
        }
        return eventLoop.makeSucceededVoidFuture()
    }

    private func attempt() {
        let attempt = open(eventLoop)
        state = .connecting(attempt)
        attempt.assumeIsolated().whenComplete { result in
            switch result {
            case .success(let connection): self.succeeded(connection)
            case .failure(let error): self.failed(ConnectionErrors.failure(error))
            }
        }
    }

    private func succeeded(_ connection: Connection) {
        guard case .connecting = state else { return connection.close("it is not needed any more") }
        guard connection.phase == .open else {
            return failed(ConnectFailure("the server closed the connection"))
        }
        state = .ready(connection)
        readySince = eventLoop.now
        failures = 0
        connections += 1
        connection.onClose = { self.lost($0) }
        settings.outages.end(self)
        if let policy = connection.evictionPolicy { settings.outages.evicts(policy, at: name) }
        let waiting = waiting
        self.waiting = []
        graceTimer?.cancel()
        graceTimer = nil
        for one in waiting { connection.submit(one.request, one.recipient, patience: one.patience) }
    }

    private func failed(_ failure: ConnectFailure) {
        guard case .connecting = state else { return }
        failures += 1
        self.failure = failure
        settings.outages.note(self, failure)
        pause(settings.backoff.pause(after: failures))
        onTrouble?()
    }

    private func lost(_ reason: ConnectFailure) {
        guard case .ready = state else { return }
        failure = reason
        settings.outages.note(self, reason)
        shortLives = eventLoop.now - readySince < .seconds(1) ? shortLives + 1 : 0
        if shortLives == 0 { attempt() } else { pause(settings.backoff.pause(after: shortLives)) }
        onTrouble?()
    }

    /// What it does and has done.
    var activity: RedisActivity {
        var activity = RedisActivity()
        activity.requests = requests
        activity.reconnections = max(0, connections - 1)
        activity.inFlight = waiting.count
        if case .ready(let connection) = state {
            activity.connections = 1
            activity.inFlight += connection.pending.count
        } else if case .closed = state {
        } else {
            activity.trouble = "\(name): \(failure.reason)"
        }
        return activity
    }

    /// Why there is no connection.
    private var refusal: RedisFailure {
        let reason = "\(name): \(failure.reason)"
        guard let trouble = failure.trouble else { return .unavailable(reason: reason) }
        return .refused(code: trouble.rawValue, message: reason)
    }

    private func pause(_ length: TimeAmount) {
        state = .pausing(eventLoop.assumeIsolated().scheduleTask(in: length) { self.attempt() })
    }
}

/// Requests that wait a little for a connection.
extension Link {
    private func wait(_ request: Request, _ recipient: Recipient, _ patience: TimeAmount) {
        guard waiting.count < settings.queueLimit else {
            return recipient.receive(unavailable: "\(name): too many requests wait for a connection")
        }
        let deadline = eventLoop.now + settings.grace
        waiting.append(
            Waiting(request: request, recipient: recipient, patience: patience, deadline: deadline))
        watchGrace(deadline)
    }

    private func watchGrace(_ deadline: NIODeadline) {
        guard graceTimer == nil else { return }
        graceTimer = eventLoop.assumeIsolated().scheduleTask(deadline: deadline) {
            self.graceTimer = nil
            let now = self.eventLoop.now
            self.refuseWaiting { $0.deadline <= now }
            if let next = self.waiting.first { self.watchGrace(next.deadline) }
        }
    }

    private func refuseWaiting(while matches: (Waiting) -> Bool) {
        while let first = waiting.first, matches(first) {
            waiting.removeFirst()
            first.recipient.receive(.failure(refusal))
        }
    }
}

/// What all links of a client share.
struct LinkSettings: Sendable {
    let backoff: Backoff
    let grace: TimeAmount
    let connectTimeout: TimeAmount
    /// How often the sentinels are asked whether the primary is still the same.
    let watchInterval: TimeAmount
    let queueLimit: Int
    let outages: OutageLog

    init(_ options: RedisOptions, outages: OutageLog) {
        backoff = Backoff(options)
        grace = TimeAmount(options.connectGrace)
        connectTimeout = TimeAmount(options.connectTimeout)
        watchInterval = TimeAmount(options.sentinelInterval)
        queueLimit = options.queueLimit
        self.outages = outages
    }
}
