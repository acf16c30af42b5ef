import Endpoint
import NIOCore

/// What the connection takes of what there is for all (``Quotas``).
extension Connection {
    /// So much of each connection is free: the number of connections bounds it, and nearly all requests are smaller.
    private static let freeMemory = 4 * 1024
    /// So many connections beyond the limit are told that they are too many; further ones are closed without a word.
    private static let refusalLimit = 128

    /// Takes its place among the connections. When there is none, those go first on which nothing happens.
    func takePlace() {
        quotaKey = isProxy ? nil : PeerKey(peer)
        hasPlace = true
        switch loop.quotas.connections.take(1, for: quotaKey) {
        case .within: break
        case .beyondShare: if !loop.closeIdle(of: quotaKey) { refuse(.tooManyConnectionsOfPeer) }
        case .beyondLimit(let excess):
            if excess > Self.refusalLimit {
                abort()
            } else if !loop.closeIdle(of: nil) {
                refuse(.tooManyConnections)
            }
        }
    }

    /// Finds out again whether the peer is a proxy. Who it is for a request that has begun stays as it is.
    func judgePeer() {
        let isProxy = loop.trustedProxies.contains(peer)
        guard isProxy != self.isProxy, hasPlace else { return }
        self.isProxy = isProxy
        let key = isProxy ? nil : PeerKey(peer)
        loop.quotas.connections.move(1, from: quotaKey, to: key)
        loop.quotas.memory.move(countedMemory, from: quotaKey, to: key)
        quotaKey = key
    }

    func leavePlace() {
        if hasPlace { loop.quotas.connections.giveBack(1, of: quotaKey) }
        hasPlace = false
        countMemory()
    }

    /// Since when the connection could be closed without anybody missing an answer; nil when it can't. A proxy may have sent
    /// a request already that can't be sent twice.
    var idleStart: NIODeadline? {
        phase == .waiting && !isProxy && backlog.isEmpty && !nextHead.hasBegun ? idleSince : nil
    }

    /// Counts what is kept of requests that have no answer yet. By what has come, never by what was announced.
    func countMemory() {
        let kept = keptBytes
        let counted = kept > Self.freeMemory ? kept : 0
        guard counted != countedMemory else { return }
        let growth = counted - countedMemory
        countedMemory = counted
        guard growth > 0 else { return loop.quotas.memory.giveBack(-growth, of: quotaKey) }
        let verdict = loop.quotas.memory.take(growth, for: quotaKey)
        // What is with its handler can't be taken back.
        guard phase == .waiting || phase == .receiving else { return }
        switch verdict {
        case .within: break
        case .beyondShare: refuse(.tooMuchOfPeer)
        case .beyondLimit: refuse(.tooMuch)
        }
    }

    private var keptBytes: Int {
        switch phase {
        case .waiting: nextHead.bytes
        case .receiving: exchange?.body.count ?? 0
        case .responding, .streaming: (exchange?.handedOver ?? 0) + backlog.bytes
        case .lingering, .closed: 0
        }
    }
}
