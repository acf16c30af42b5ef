import Endpoint
import NIOCore

/// Requests that differ in nothing that an operator would look at twice.
struct LineKind: Hashable {
    /// Nil, as the rest: of whatever kind, when there are too many.
    var status: Int?
    var route: String?
    /// Nil for what the server itself failed at: it is the same for everybody.
    var peer: PeerKey?
    /// The beginning of the reason, as bytes: text of strangers may stand in it.
    var cause: [UInt8] = []

    private static let causeLength = 40

    init(status: Int, route: String?, peer: PeerAddress, cause: String?) {
        self.status = status
        self.route = route
        self.peer = status >= 500 ? nil : PeerKey(peer)
        self.cause = cause.map { Array($0.utf8.prefix(Self.causeLength)) } ?? []
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
struct LineCounts {
    static let interval = TimeAmount.seconds(10)
    private static let limit = 256
    private static let limitForPeer = 8

    struct Count {
        let kind: LineKind
        /// As the first of them was addressed.
        let peer: PeerAddress
        /// Requests without a line of their own.
        var unlogged = 0
    }

    private var counts: [LineKind: Count] = [:]
    private var kinds: [PeerKey: Int] = [:]

    var isEmpty: Bool { counts.isEmpty }

    /// Whether the request gets a line.
    mutating func admit(_ kind: LineKind, from peer: PeerAddress) -> Bool {
        if counts[kind] != nil {
            counts[kind]?.unlogged += 1
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
    mutating func take() -> [Count] {
        defer {
            counts = [:]
            kinds = [:]
        }
        return counts.values.filter { $0.unlogged > 0 }.sorted { $0.unlogged > $1.unlogged }
    }

    /// With which others a new kind is counted; nil when there is room for it.
    private func place(for kind: LineKind) -> LineKind? {
        if let peer = kind.peer, kinds[peer, default: 0] >= Self.limitForPeer,
            counts.count < Self.limit || counts[.rest(of: peer)] != nil
        {
            return .rest(of: peer)
        }
        return counts.count < Self.limit ? nil : .rest
    }
}
