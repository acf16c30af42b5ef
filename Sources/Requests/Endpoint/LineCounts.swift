/// Requests that differ in nothing that an operator would look at twice.
package struct LineKind: Hashable, Sendable {
    /// Nil, as the rest: of whatever kind, when there are too many.
    package var status: Int?
    package var route: String?
    /// Nil for what the server itself failed at: it is the same for everybody.
    package var peer: PeerKey?
    /// The beginning of the reason, as bytes: text of strangers may stand in it.
    package var cause: [UInt8] = []

    /// - Parameter length: How much of the cause tells one kind from another, in bytes.
    package init(
        status: Int, route: String?, peer: PeerAddress, cause: String?, atMost length: Int = 40
    ) {
        self.status = status
        self.route = route
        self.peer = status >= 500 ? nil : PeerKey(peer)
        self.cause = cause.map { Array($0.utf8.prefix(length)) } ?? []
    }

    private init(peer: PeerKey?) {
        self.peer = peer
    }

    /// All others of a peer.
    static func rest(of peer: PeerKey) -> LineKind { LineKind(peer: peer) }
    /// All others.
    static let rest = LineKind(peer: nil)
}

/// Decides which requests get a line of their own in the log: within ten seconds the first of each kind. The others are
/// counted, and told of together when the time is over.
///
/// So what one peer does, or an outage, makes a few lines and not as many as there are requests. The table is bounded, and
/// so is the share of each peer in it, whatever it sends.
package struct LineCounts: Sendable {
    package static let interval = Duration.seconds(10)
    private let limit: Int
    private let limitForPeer: Int

    package struct Count: Sendable {
        package let kind: LineKind
        /// As the first of them was addressed.
        package let peer: PeerAddress
        /// Requests without a line of their own.
        package var unlogged = 0
    }

    private var counts: [LineKind: Count] = [:]
    private var kinds: [PeerKey: Int] = [:]

    /// How many kinds are told apart, in all and of one peer.
    package init(limit: Int = 256, limitForPeer: Int = 8) {
        self.limit = limit
        self.limitForPeer = limitForPeer
    }

    package var isEmpty: Bool { counts.isEmpty }

    /// Whether the request gets a line.
    package mutating func admit(_ kind: LineKind, from peer: PeerAddress) -> Bool {
        if let place = counts.index(forKey: kind) {
            counts.values[place].unlogged += 1
            return false
        }
        if let room = place(for: kind) {
            counts[room, default: Count(kind: room, peer: peer)].unlogged += 1
            return false
        }
        if let peer = kind.peer { kinds[peer, default: 0] += 1 }
        counts[kind] = Count(kind: kind, peer: peer)
        return true
    }

    /// Those that had no line, by kind; from here on each kind has one again.
    package mutating func take() -> [Count] {
        defer {
            counts = [:]
            kinds = [:]
        }
        return counts.values.filter { $0.unlogged > 0 }.sorted { $0.unlogged > $1.unlogged }
    }

    /// With which others a new kind is counted; nil when there is room for it.
    private func place(for kind: LineKind) -> LineKind? {
        if let peer = kind.peer, kinds[peer, default: 0] >= limitForPeer,
            counts.count < limit || counts[.rest(of: peer)] != nil
        {
            return .rest(of: peer)
        }
        return counts.count < limit ? nil : .rest
    }
}
