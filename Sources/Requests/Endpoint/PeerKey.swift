internal import Web

/// Who counts as one peer, in limits, budgets and the log: an IPv4 address, also one mapped into IPv6, or the 64-bit network of
/// an IPv6 address, because one machine usually has all addresses of such a network to itself.
package enum PeerKey: Hashable, Sendable {
    case ipv4(UInt32)
    case ipv6Network(UInt64)
    /// A peer whose address is none of the two.
    case other(String)

    package init(_ peer: PeerAddress) {
        // A zone (`fe80::1%eth0`) is not part of the address.
        guard let address = IPAddress(peer.address) ?? IPAddress(String(peer.address.prefix { $0 != "%" }))
        else {
            self = .other(peer.address)
            return
        }
        switch address.version {
        case .four: self = .ipv4(UInt32(truncatingIfNeeded: address.bits))
        case .six: self = .ipv6Network(UInt64(truncatingIfNeeded: address.bits >> 64))
        }
    }

    /// Different for different peers, and the same in every process.
    package var bytes: [UInt8] {
        switch self {
        case .ipv4(let address): withUnsafeBytes(of: address.bigEndian) { [4] + $0 }
        case .ipv6Network(let network): withUnsafeBytes(of: network.bigEndian) { [6] + $0 }
        case .other(let text): [0] + text.utf8
        }
    }
}
