import Endpoint
import Synchronization

/// Counts what the peers of a server have of something that it has no end of: so much for all, and so much for each.
///
/// All loops count together. The lock is taken for what is rare or dear in any case: a connection, a body that is on its way.
package final class Quota: Sendable {
    private struct Taken {
        var limit: Int
        var share: Int
        var all = 0
        var byPeer: [PeerKey: Int] = [:]

        mutating func giveBack(_ amount: Int, of peer: PeerKey?) {
            all -= amount
            guard let peer, let own = byPeer[peer] else { return }
            byPeer[peer] = own > amount ? own - amount : nil
        }
    }

    enum Verdict: Equatable {
        case within
        /// The peer has more than its share.
        case beyondShare
        /// All have more than there is, by so much.
        case beyondLimit(by: Int)
    }

    private let taken: Mutex<Taken>

    package init(limit: Int, share: Int) {
        taken = Mutex(Taken(limit: limit, share: share))
    }

    /// Sets what there is. What was taken stays taken, be it more.
    func set(limit: Int, share: Int) {
        taken.withLock { taken in
            taken.limit = limit
            taken.share = share
        }
    }

    /// Counts so much more. It is counted whatever the verdict is, until it is given back.
    ///
    /// - Parameter peer: nil for those who bring many, and have no share of their own.
    func take(_ amount: Int, for peer: PeerKey?) -> Verdict {
        taken.withLock { taken in
            taken.all += amount
            var own = 0
            if let peer {
                own = taken.byPeer[peer, default: 0] + amount
                taken.byPeer[peer] = own
            }
            if taken.all > taken.limit { return .beyondLimit(by: taken.all - taken.limit) }
            return own > taken.share ? .beyondShare : .within
        }
    }

    func giveBack(_ amount: Int, of peer: PeerKey?) {
        taken.withLock { $0.giveBack(amount, of: peer) }
    }

    /// Counts for another peer what was taken for one.
    func move(_ amount: Int, from peer: PeerKey?, to other: PeerKey?) {
        taken.withLock { taken in
            taken.giveBack(amount, of: peer)
            taken.all += amount
            if let other, amount > 0 { taken.byPeer[other, default: 0] += amount }
        }
    }

    /// How much more is taken than there is: the part of it, rounded up, of somebody who has taken so much.
    func excess(of own: Int) -> Int {
        taken.withLock { taken in
            guard taken.all > taken.limit else { return 0 }
            return ((taken.all - taken.limit) * own + taken.all - 1) / taken.all
        }
    }
}

/// What a server has a limited amount of, for all of its loops.
package struct Quotas: Sendable {
    /// One for each connection.
    let connections: Quota
    /// Of what was received and not answered yet, in bytes.
    let memory: Quota

    package init(_ configuration: HTTPServer.Configuration) {
        connections = Quota(
            limit: configuration.maximumConnections, share: configuration.connectionsOfOnePeer)
        memory = Quota(limit: configuration.memoryLimit, share: configuration.memoryOfOnePeer)
    }

    func adopt(_ configuration: HTTPServer.Configuration) {
        connections.set(
            limit: configuration.maximumConnections, share: configuration.connectionsOfOnePeer)
        memory.set(limit: configuration.memoryLimit, share: configuration.memoryOfOnePeer)
    }
}
