import Endpoint
import Synchronization

/// Counts what the peers of a server have of something that it has no end of: so much for all, and so much for each.
///
/// All loops count together. The lock is taken for what is rare or dear in any case: a connection, a body that is on its way.
package final class Quota: Sendable {
    private struct Taken {
        var all = 0
        var byPeer: [PeerKey: Int] = [:]
    }

    enum Verdict: Equatable {
        case within
        /// The peer has more than its share.
        case beyondShare
        /// All have more than there is, by so much.
        case beyondLimit(by: Int)
    }

    private let limit: Int
    private let share: Int
    private let taken = Mutex(Taken())

    package init(limit: Int, share: Int) {
        self.limit = limit
        self.share = share
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
            if taken.all > limit { return .beyondLimit(by: taken.all - limit) }
            return own > share ? .beyondShare : .within
        }
    }

    func giveBack(_ amount: Int, of peer: PeerKey?) {
        taken.withLock { taken in
            taken.all -= amount
            guard let peer, let own = taken.byPeer[peer] else { return }
            taken.byPeer[peer] = own > amount ? own - amount : nil
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
}
