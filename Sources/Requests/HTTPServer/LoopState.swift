package import Endpoint
package import Logging
package import NIOCore

/// What the connections of one event loop share. Only ever touched on that loop, hence without locks.
package final class LoopState: @unchecked Sendable {
    let eventLoop: any EventLoop
    let executor: LoopExecutor
    let quotas: Quotas
    // What another table and configuration take the place of; see ``adopt(_:_:logger:)``.
    @exclusivity(unchecked) private var served: Served
    /// The same, to be asked without counting who does: it is replaced between two events, and nobody asks longer than one.
    @exclusivity(unchecked) private var asked: Unmanaged<Served>
    @exclusivity(unchecked) private(set) var limits: TimeLimits
    @exclusivity(unchecked) private(set) var headLimit: Int
    @exclusivity(unchecked) private(set) var log: AccessLog
    @exclusivity(unchecked) private(set) var refused: HTTPServer.RefusalListener?
    @exclusivity(unchecked) private var lineCounts = LineCounts()
    /// Since when the server is shutting down: each answer is the last of its connection.
    @exclusivity(unchecked) private(set) var quiescingSince: NIODeadline?
    var isQuiescing: Bool { quiescingSince != nil }
    /// Capacity of ``scratch`` that is worth keeping, in bytes.
    static let scratchLimit = 64 * 1024
    /// Where answers are put together. Its memory is used again as soon as the socket has taken the bytes.
    @exclusivity(unchecked) var scratch = ByteBuffer()

    private let unixTime: @Sendable () -> Int
    @exclusivity(unchecked) private var requestIDs: RequestIDs
    @exclusivity(unchecked) private var dateSecond = -1
    @exclusivity(unchecked) private var datePrefix: [UInt8] = []
    private var connections: [ObjectIdentifier: Connection] = [:]
    /// When to look for idle connections again, where there were none.
    private var nextIdleLook = NIODeadline.uptimeNanoseconds(0)
    /// A time is set to look whether there are still more connections than there may be.
    private var isShrinking = false
    /// Tasks of handlers that have begun and not ended.
    @exclusivity(unchecked) private var tasks = 0
    private var drained: EventLoopPromise<Void>?

    /// - Parameter idPrefix: random; keeps the request ids of loops and processes apart.
    package init(
        _ eventLoop: any EventLoop, configuration: HTTPServer.Configuration, table: any EndpointTable,
        quotas: Quotas, idPrefix: UInt64, logger: Logger
    ) {
        self.eventLoop = eventLoop
        served = Served(table: table, trustedProxies: configuration.trustedProxies)
        asked = .passUnretained(served)
        self.quotas = quotas
        executor = LoopExecutor(eventLoop)
        limits = TimeLimits(configuration)
        headLimit = configuration.headLimit
        log = AccessLog(logger, isTold: configuration.refused != nil)
        refused = configuration.refused
        unixTime = configuration.unixTime
        requestIDs = RequestIDs(prefix: idPrefix)
    }

    /// Puts a new connection into the pipeline of an accepted channel.
    package func accept(_ channel: any Channel) throws {
        let connection = Connection(self)
        try channel.pipeline.syncOperations.addHandlers(Intake(connection), connection)
    }

    func decide(_ head: RequestHead) -> RouteDecision {
        asked._withUnsafeGuaranteedRef { $0.table.decide(head) }
    }

    /// Who sent a request that a trusted proxy passed on.
    func client(behind proxy: PeerAddress, _ headers: HeaderFields) -> PeerAddress {
        asked._withUnsafeGuaranteedRef { $0.trustedProxies.client(behind: proxy, headers) }
    }

    var headerTooLargePage: EndpointResponse? { served.table.headerTooLargePage }
    var trustedProxies: TrustedProxies { served.trustedProxies }

    func nextRequestID() -> String {
        requestIDs.next()
    }

    /// The `Date` field, rendered once a second, and the name of the field that follows it.
    func dateAndRequestIDName() -> [UInt8] {
        let now = unixTime()
        if now != dateSecond {
            dateSecond = now
            datePrefix = Array("Date: \(HTTPDate.format(max(0, now)))\r\nX-Request-Id: ".utf8)
        }
        return datePrefix
    }
}

/// Which requests have a line in the log.
extension LoopState {
    func admitsLine(status: Int, route: String?, peer: PeerAddress, cause: String?) -> Bool {
        guard !log.showsAll else { return true }
        if lineCounts.isEmpty {
            eventLoop.scheduleTask(in: TimeAmount(LineCounts.interval)) { self.tellOfUnlogged() }
        }
        return lineCounts.admit(
            LineKind(status: status, route: route, peer: peer, cause: cause), from: peer)
    }

    private func tellOfUnlogged() {
        for count in lineCounts.take() { log.record(count) }
    }
}

/// Making room.
extension LoopState {
    /// A connection that is so young may be about to send its first request, or the next one.
    private static let leastIdleTime = TimeAmount.seconds(1)
    /// One in a hundred is closed at once, since it takes a look at all of them.
    private static let closedPart = 100
    /// Not to look at all of them for each newcomer of a flood.
    private static let idleLookPause = TimeAmount.milliseconds(100)

    /// Closes some of the connections of this loop on which nothing has happened for longest, of one peer or of all; false when
    /// there is none to close.
    func closeIdle(of peer: PeerKey?) -> Bool {
        let now = eventLoop.now
        guard now >= nextIdleLook else { return false }
        guard closeIdle(max(1, connections.count / Self.closedPart), of: peer) else {
            nextIdleLook = now + Self.idleLookPause
            return false
        }
        return true
    }

    /// Closes what is idle until there are no more connections than there may be: else newcomers would be turned away for as
    /// long as these stay. Looks again for as long as there are more.
    private func shrink() {
        let excess = quotas.connections.excess(of: connections.count)
        guard excess > 0, !isQuiescing else { return }
        _ = closeIdle(excess, of: nil)
        guard !isShrinking else { return }
        isShrinking = true
        eventLoop.scheduleTask(in: Self.leastIdleTime) {
            self.isShrinking = false
            self.shrink()
        }
    }

    /// False when there is none to close.
    private func closeIdle(_ count: Int, of peer: PeerKey?) -> Bool {
        let now = eventLoop.now
        let idle = connections.values.compactMap { connection in
            connection.idleStart.flatMap { since in
                since + Self.leastIdleTime <= now && (peer == nil || connection.quotaKey == peer)
                    ? (connection: connection, since: since) : nil
            }
        }
        for (connection, _) in idle.sorted(by: { $0.since < $1.since }).prefix(count) {
            connection.abort()
        }
        return !idle.isEmpty
    }
}

/// Another table.
extension LoopState {
    /// See ``HTTPServer/adopt(_:_:logger:)``. Between two events of the loop, and so between two requests of each connection.
    package func adopt(
        _ table: any EndpointTable, _ configuration: HTTPServer.Configuration, logger: Logger
    ) {
        let former = FormerLimits(limits)
        let isTrustChanged = trustedProxies != configuration.trustedProxies
        served = Served(table: table, trustedProxies: configuration.trustedProxies)
        asked = .passUnretained(served)
        limits = TimeLimits(configuration)
        headLimit = configuration.headLimit
        log = AccessLog(logger, isTold: configuration.refused != nil)
        refused = configuration.refused
        quotas.adopt(configuration)
        if limits != former.limits || isTrustChanged {
            for connection in connections.values { connection.adopt(former) }
        }
        shrink()
    }
}

/// Shutting down.
extension LoopState {
    func opened(_ connection: Connection) {
        connections[ObjectIdentifier(connection)] = connection
    }

    func closed(_ connection: Connection) {
        connections[ObjectIdentifier(connection)] = nil
        resolveWhenDrained()
    }

    func taskBegan() {
        tasks += 1
    }

    func taskEnded() {
        tasks -= 1
        resolveWhenDrained()
    }

    /// Closes what is idle and lets the rest finish. Succeeds when nothing is left.
    package func quiesce() -> EventLoopFuture<Void> {
        quiescingSince = quiescingSince ?? eventLoop.now
        let drained = drained ?? eventLoop.makePromise()
        self.drained = drained
        for connection in Array(connections.values) { connection.quiesce() }
        resolveWhenDrained()
        return drained.futureResult
    }

    /// Closes everything; what even then does not end is not waited for much longer.
    package func abort() {
        for connection in Array(connections.values) { connection.abort() }
        eventLoop.scheduleTask(in: .milliseconds(500)) { self.resolve() }
    }

    private func resolveWhenDrained() {
        if connections.isEmpty && tasks == 0 { resolve() }
    }

    private func resolve() {
        guard drained != nil else { return }
        tellOfUnlogged()
        drained?.succeed()
        drained = nil
    }
}

/// What each request is looked at with, in a place of its own: a reference to it is one word.
private final class Served {
    let table: any EndpointTable
    let trustedProxies: TrustedProxies

    init(table: any EndpointTable, trustedProxies: TrustedProxies) {
        self.table = table
        self.trustedProxies = trustedProxies
    }
}
