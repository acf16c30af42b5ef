import Web

/// Whose flows have to go when there is no room: the oldest of whoever has most.
///
/// A share is that of one peer; logins have another than what never came so far, so that neither a flood from elsewhere nor one from the same
/// address washes them out. Who has most is known by powers of two, and found without looking at all.
struct Shares {
    struct Holder: Hashable {
        let network: Network
        let isLogin: Bool

        /// What counts as one peer: an IPv4 address, or the 64-bit network of an IPv6 address.
        enum Network: Hashable {
            case ipv4(UInt64)
            case ipv6(UInt64)
            case other(String)
        }
    }

    private struct Share {
        var bytes = 0
        /// By when they changed last, as far as was known when they were lined up.
        var line: [(number: UInt64, sequence: UInt64)] = []
        var head = 0
    }

    private var shares: [Holder: Share] = [:]
    private var ranks: [Set<Holder>] = Array(repeating: [], count: 64)
    private(set) var bytes = 0

    mutating func add(_ number: UInt64, sequence: UInt64, size: Int, to holder: Holder) {
        change(holder) {
            $0.bytes += size
            $0.line.append((number, sequence))
        }
    }

    mutating func grow(_ holder: Holder, by size: Int) {
        change(holder) { $0.bytes += size }
    }

    /// What leaves is passed over when its turn comes.
    mutating func remove(size: Int, from holder: Holder) {
        change(holder) { $0.bytes -= size }
    }

    /// The next that has to go.
    ///
    /// - Parameter sequence: When a flow changed last; `nil` of one that is not in this share any more.
    mutating func next(_ sequence: (UInt64, Holder) -> UInt64?) -> UInt64? {
        guard let holder = ranks.last(where: { !$0.isEmpty })?.first else { return nil }
        var next: UInt64?
        change(holder) { share in
            while next == nil, share.head < share.line.count {
                let place = share.line[share.head]
                share.head += 1
                guard let now = sequence(place.number, holder) else { continue }
                // It went on since it was lined up: others have been still for longer.
                if now > place.sequence {
                    share.line.append((place.number, now))
                } else {
                    next = place.number
                }
            }
            if share.head > 32, share.head * 2 > share.line.count {
                share.line.removeFirst(share.head)
                share.head = 0
            }
        }
        return next
    }

    private mutating func change(_ holder: Holder, _ change: (inout Share) -> Void) {
        var share = shares.removeValue(forKey: holder) ?? Share()
        let before = share.bytes
        change(&share)
        bytes += share.bytes - before
        if Self.rank(before) != Self.rank(share.bytes) {
            ranks[Self.rank(before)].remove(holder)
            if share.bytes > 0 { ranks[Self.rank(share.bytes)].insert(holder) }
        }
        if share.bytes > 0 { shares[holder] = share }
    }

    /// Zero is in none.
    private static func rank(_ bytes: Int) -> Int { bytes <= 0 ? 0 : 63 - bytes.leadingZeroBitCount }
}

extension Shares.Holder.Network {
    init(_ peer: String) {
        guard let address = IPAddress(peer) ?? IPAddress(String(peer.prefix { $0 != "%" })) else {
            self = .other(peer)
            return
        }
        switch address.version {
        case .four: self = .ipv4(UInt64(truncatingIfNeeded: address.bits))
        case .six: self = .ipv6(UInt64(truncatingIfNeeded: address.bits >> 64))
        }
    }
}
