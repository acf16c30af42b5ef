package import Web
import WireText

/// The proxies whose word is taken for where a request came from (`X-Forwarded-For`). What anyone else says there counts for
/// nothing: every client can write it.
package struct TrustedProxies: Sendable, Equatable {
    private let networks: [IPNetwork]

    /// Proxies in a row that are followed; nobody has so many, and a request can't buy work with a long list.
    private static let longestChain = 32

    package init(_ networks: [IPNetwork] = []) {
        self.networks = networks
    }

    package func contains(_ peer: PeerAddress) -> Bool {
        guard !networks.isEmpty, let address = IPAddress(peer.address) else { return false }
        return contains(address)
    }

    /// Who sent a request that one of these proxies passed on.
    ///
    /// Each proxy adds at the end of the list whom it has the request from, so the list is true from its end up to the first
    /// address that is no proxy of ours: that is the client. All lines of the field are one list (RFC 9110 §5.3). What can't be read
    /// ends the search, and the proxy that wrote it stands for the client. Nothing that came by a proxy is loopback.
    package func client(behind proxy: PeerAddress, _ headers: HeaderFields) -> PeerAddress {
        var client: IPAddress?
        var length = 0
        search: for line in headers.all("x-forwarded-for").reversed() {
            for hop in line.utf8.split(separator: UInt8(ascii: ",")).reversed() {
                let hop = hop.trimmingSpace
                guard !hop.isEmpty else { continue }
                length += 1
                guard length <= Self.longestChain, let address = IPAddress(hop: hop) else {
                    break search
                }
                client = address
                guard contains(address) else { break search }
            }
        }
        return PeerAddress(address: client?.description ?? proxy.address, isLoopback: false)
    }

    private func contains(_ address: IPAddress) -> Bool {
        networks.contains { $0.contains(address) }
    }
}

extension IPAddress {
    /// An element of `X-Forwarded-For`: an address, perhaps in brackets, perhaps with a port.
    init?(hop text: Substring.UTF8View) {
        if text.first == UInt8(ascii: "[") {
            guard let end = text.firstIndex(of: UInt8(ascii: "]")) else { return nil }
            let rest = text[text.index(after: end)...]
            guard rest.isEmpty || rest.isColonAndPort else { return nil }
            self.init(inBrackets: Substring(text[...end]))
        } else if let colon = text.firstIndex(of: UInt8(ascii: ":")),
            !text[text.index(after: colon)...].contains(UInt8(ascii: ":"))
        {
            // One colon alone: what stands before it can only be IPv4.
            guard text[colon...].isColonAndPort else { return nil }
            self.init(String(Substring(text[..<colon])))
        } else {
            self.init(String(Substring(text)))
        }
    }
}

extension Substring.UTF8View {
    fileprivate var trimmingSpace: Substring.UTF8View {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
        let start = drop(while: isSpace)
        guard let last = start.lastIndex(where: { !isSpace($0) }) else { return start }
        return start[...last]
    }

    /// `:` and one to five digits.
    fileprivate var isColonAndPort: Bool {
        let digits = dropFirst()
        return first == UInt8(ascii: ":") && (1...5).contains(digits.count)
            && digits.allSatisfy(\.isDigit)
    }
}
