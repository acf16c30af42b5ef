internal import Endpoint
internal import Glibc

/// Whom a rate limit counts as one peer: an IPv4 address, also one mapped into IPv6, or the 64-bit network of an IPv6
/// address, because one machine usually has all addresses of such a network to itself.
enum PeerKey: Hashable, Sendable {
    case ipv4(UInt32)
    case ipv6Network(UInt64)
    /// A peer whose address is none of the two.
    case other(String)

    init(_ peer: PeerAddress) {
        var ipv4 = in_addr()
        if inet_pton(AF_INET, peer.address, &ipv4) == 1 {
            self = .ipv4(UInt32(bigEndian: ipv4.s_addr))
            return
        }
        var ipv6 = in6_addr()
        // A zone (`fe80::1%eth0`) is not part of the address.
        let address = String(peer.address.prefix { $0 != "%" })
        guard inet_pton(AF_INET6, address, &ipv6) == 1 else {
            self = .other(peer.address)
            return
        }
        let (network, host) = withUnsafeBytes(of: ipv6) {
            (
                UInt64(bigEndian: $0.loadUnaligned(as: UInt64.self)),
                UInt64(bigEndian: $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
        if network == 0, host >> 32 == 0xffff {
            self = .ipv4(UInt32(truncatingIfNeeded: host))
        } else {
            self = .ipv6Network(network)
        }
    }
}
