import NIOCore
import RedisURL

/// Sends each request to the node that has its slot.
final class ClusterLane: Lane, @unchecked Sendable {
    let eventLoop: any EventLoop
    private let seeds: [RedisAddress]
    private let settings: LinkSettings
    private let open: @Sendable (RedisAddress, any EventLoop) -> EventLoopFuture<Connection>
    private var nodes: [RedisAddress: Node] = [:]
    private var map = SlotMap()
    private var refreshing = Refreshing.no
    private var lastRefresh: NIODeadline?
    /// In a row, without any node that told of the slots.
    private var failedRefreshes = 0
    private var isClosed = false
    /// Requests from before the first map, and those who ask for it.
    private let early: MapWait
    private let askers: MapWait
    private var pruneTimer: Scheduled<Void>?
    /// Turns the wheel of nodes that are asked when any will do.
    private var turn = 0

    private enum Refreshing {
        case no, now
        case later(Scheduled<Void>)
    }

    /// Nodes under heavy change answer `MOVED` in crowds; one refresh is good for all of them.
    private static let shortestRefreshPause = TimeAmount.milliseconds(100)

    /// Nodes that are asked in one refresh before it counts as failed.
    private static let candidateLimit = 16

    init(
        _ seeds: [RedisAddress], settings: LinkSettings, on eventLoop: any EventLoop,
        open: @escaping @Sendable (RedisAddress, any EventLoop) -> EventLoopFuture<Connection>
    ) {
        self.seeds = seeds
        self.settings = settings
        self.eventLoop = eventLoop
        self.open = open
        early = MapWait(on: eventLoop)
        askers = MapWait(on: eventLoop)
    }

    func start() {
        refresh()
    }

    func submit(_ request: Request, _ wait: ReplicaWait?, _ recipient: Recipient) {
        guard isLookingAround, early.count < settings.queueLimit else {
            return send(request, wait, recipient)
        }
        // Sent to a seed it would have to go on from there, and fail with it.
        early.add(within: settings.grace) { self.send(request, wait, recipient) }
    }

    /// Nothing is known yet, and nobody has failed to tell.
    private var isLookingAround: Bool { !isClosed && map.primaries.isEmpty && failedRefreshes == 0 }

    private func send(_ request: Request, _ wait: ReplicaWait?, _ recipient: Recipient) {
        guard !isClosed else { return recipient.receive(unavailable: "the client has been shut down") }
        guard let node = node(for: request.key.map(HashSlot.of)) else {
            return recipient.receive(unavailable: "no node of the cluster has answered yet")
        }
        node.submit(request, wait, recipient)
    }

    func submit(_ request: Request, _ wait: ReplicaWait?, to address: RedisAddress, _ recipient: Recipient) {
        guard !isClosed else { return recipient.receive(unavailable: "the client has been shut down") }
        guard nodes[address] != nil || nodes.count < 2 * SlotMap.nodeLimit else {
            return recipient.receive(unavailable: "the cluster sends requests to ever more nodes")
        }
        node(at: address).submit(request, wait, recipient)
    }

    func close() -> EventLoopFuture<Void> {
        isClosed = true
        if case .later(let timer) = refreshing { timer.cancel() }
        pruneTimer?.cancel()
        early.end()
        askers.end()
        let closed = nodes.values.map { $0.close() }
        nodes = [:]
        return .andAllComplete(closed, on: eventLoop)
    }

    func submit(_ request: Request, to server: RedisAddress, _ recipient: Recipient) {
        submit(request, nil, to: server, recipient)
    }

    func findServers(_ receive: @escaping @Sendable ([RedisAddress]) -> Void) {
        guard map.primaries.isEmpty, !isClosed else { return receive(map.primaries) }
        askers.add(within: settings.connectTimeout) { receive(self.map.primaries) }
    }

    /// Nobody serves some slots: they have no primary, or one that can't be reached.
    var trouble: RedisTrouble? {
        guard !map.primaries.isEmpty else { return nil }
        let isWhole = map.isWhole && map.primaries.allSatisfy { nodes[$0]?.link.isInTrouble != true }
        return isWhole ? nil : .clusterDown
    }

    var activity: RedisActivity { nodes.values.reduce(RedisActivity()) { $0 + $1.activity } }

    /// Where a request with this key goes at present; nil: to any node.
    func address(for key: [UInt8]?) -> RedisAddress? {
        key.flatMap { map.primary(of: HashSlot.of($0)) }
    }

    /// A node has said where a slot is now.
    func learn(_ slot: Int, _ address: RedisAddress) {
        map.move(slot, to: address)
        refresh()
    }

    /// A request was refused for good.
    func note(_ code: String) {
        if !Redirection.codes.contains(code) {
            settings.outages.refused(code, by: "cluster", now: eventLoop.now)
        }
        if code == "CLUSTERDOWN" || code == "READONLY" { refresh() }
    }
}

/// Nodes.
extension ClusterLane {
    private func node(for slot: Int?) -> Node? {
        if let address = slot.flatMap({ map.primary(of: $0) }) { return node(at: address) }
        // Any that serves; it says where to go. Before there is one, one that may.
        turn &+= 1
        let known = map.primaries.isEmpty ? seeds : map.primaries
        let ready = known.filter { nodes[$0]?.link.isReady == true }
        // A seed that hangs would be waited for a second time.
        if ready.isEmpty && isLookingAround { return nil }
        let hopeful = known.filter { nodes[$0]?.link.isInTrouble != true }
        let candidates = [ready, hopeful, known].first { !$0.isEmpty } ?? known
        return candidates.isEmpty ? nil : node(at: candidates[turn % candidates.count])
    }

    private func node(at address: RedisAddress) -> Node {
        if let node = nodes[address] { return node }
        let node = Node(name: address.description, settings: settings, on: eventLoop) { [open] in
            open(address, $0)
        }
        node.link.onTrouble = { [weak self] in self?.refresh() }
        nodes[address] = node
        return node
    }
}

/// The slot map.
extension ClusterLane {
    /// Asks for the slot map anew, soon, once for all who want it.
    func refresh() {
        guard !isClosed, case .no = refreshing else { return }
        let wait = lastRefresh.map { $0 + Self.shortestRefreshPause - eventLoop.now } ?? .zero
        if wait > .zero { schedule(in: wait) } else { ask() }
    }

    /// Begins with another one each time.
    private func rotated(_ addresses: [RedisAddress]) -> [RedisAddress] {
        guard !addresses.isEmpty else { return [] }
        let first = turn % addresses.count
        return Array(addresses[first...] + addresses[..<first])
    }

    private func schedule(in pause: TimeAmount) {
        refreshing = .later(
            eventLoop.assumeIsolated().scheduleTask(in: pause) {
                self.refreshing = .no
                if !self.isClosed { self.ask() }
            })
    }

    private func ask() {
        refreshing = .now
        lastRefresh = eventLoop.now
        turn &+= 1
        if map.primaries.isEmpty { return askSeeds() }
        // Who serves comes first; a replica knows as well as a primary.
        let known = rotated(map.primaries + map.replicas) + seeds
        let ready = known.filter { nodes[$0]?.link.isReady == true }
        var candidates: [RedisAddress] = []
        for address in ready + known
        where candidates.count < Self.candidateLimit && !candidates.contains(address) {
            candidates.append(address)
        }
        ask(candidates[...])
    }

    private func ask(_ candidates: ArraySlice<RedisAddress>) {
        guard !isClosed else { return }
        guard let address = candidates.first else { return foundNobody() }
        ask(address) { map in
            if let map { self.adopt(map) } else { self.ask(candidates.dropFirst()) }
        }
    }

    /// All at once, as long as nothing is known: one that is dead or hangs keeps nobody waiting. The first answer counts.
    private func askSeeds() {
        var left = min(seeds.count, Self.candidateLimit)
        for address in rotated(seeds).prefix(Self.candidateLimit) {
            ask(address) { map in
                guard left > 0 else { return }
                if let map {
                    left = 0
                    self.adopt(map)
                } else {
                    left -= 1
                    if left == 0 { self.foundNobody() }
                }
            }
        }
    }

    private func ask(_ address: RedisAddress, _ receive: @escaping (SlotMap?) -> Void) {
        let receive = NIOLoopBound(receive, eventLoop: eventLoop)
        node(at: address).link.submit(
            Request([RedisCommand("CLUSTER", words: "SLOTS")]),
            .loop { outcome in
                let reply = try? outcome.get().first
                if case .error(let code, _) = reply {
                    self.settings.outages.noSlots(code, at: address.description, now: self.eventLoop.now)
                }
                let map = SlotMap(reply, asked: address)
                receive.value(map?.primaries.isEmpty == false ? map : nil)
            })
    }

    private func foundNobody() {
        guard !isClosed else { return }
        failedRefreshes += 1
        early.end()
        prune()
        schedule(in: settings.backoff.pause(after: failedRefreshes))
    }

    private func adopt(_ map: SlotMap) {
        guard !isClosed else { return }
        refreshing = .no
        failedRefreshes = 0
        self.map = map
        settings.outages.cluster(map.primaries)
        prune()
        for address in map.primaries { node(at: address).link.connect() }
        early.end()
        askers.end()
        // A node that is still named and can't be reached may be failing over: its successor shows up in a later map.
        if map.primaries.contains(where: { nodes[$0]?.link.isInTrouble == true }) {
            failedRefreshes = 1
            schedule(in: settings.backoff.longest)
        }
    }

    /// Lets go of nodes that serve no slots any more, and of replicas that were asked for the map. What waits for a connection to one is
    /// answered first: by it, be it with the way to another one, or when the grace is over.
    private func prune() {
        let wanted = Set(map.primaries.isEmpty ? seeds : map.primaries)
        for (address, node) in nodes where !wanted.contains(address) {
            if node.isAwaited {
                schedulePrune()
            } else {
                nodes[address] = nil
                _ = node.close()
            }
        }
    }

    private func schedulePrune() {
        guard pruneTimer == nil, !isClosed else { return }
        pruneTimer = eventLoop.assumeIsolated().scheduleTask(in: settings.grace) {
            self.pruneTimer = nil
            if !self.isClosed { self.prune() }
        }
    }
}
