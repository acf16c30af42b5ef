import WireText

/// All addresses that begin with the same bits (CIDR, RFC 4632 §3.1, RFC 4291 §2.3). A single address is a network too.
package struct IPNetwork: Hashable, Sendable {
    /// The first address of the network.
    package let address: IPAddress
    /// How many bits are the same in all of its addresses.
    package let length: Int

    init(_ address: IPAddress, length: Int) {
        self.address = address
        self.length = length
    }

    /// `192.0.2.0/24`, `2001:db8::/32`, or an address alone.
    package init(_ text: String) throws(IPNetworkFlaw) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = IPAddress(String(first)) else { throw .address }
        let width = address.version.width
        guard parts.count == 2 else {
            self.init(address, length: width)
            return
        }
        // A mapped address counts its bits from the beginning of the IPv6 address.
        let offset = first.utf8.contains(UInt8(ascii: ":")) ? 128 - width : 0
        guard let written = Self.decimal(parts[1]), offset...offset + width ~= written else {
            throw .length(offset...offset + width)
        }
        let network = IPNetwork(Self.first(address, written - offset), length: written - offset)
        guard network.address == address else { throw .bitsBeyondLength(network) }
        self = network
    }

    package func contains(_ address: IPAddress) -> Bool {
        address.version == self.address.version && Self.first(address, length) == self.address
    }

    /// Every address of its version is in it.
    package var isEverything: Bool { length == 0 }

    private static func first(_ address: IPAddress, _ length: Int) -> IPAddress {
        let free = address.version.width - length
        return IPAddress(address.version, (address.bits >> free) << free)
    }

    /// Digits without a leading zero.
    private static func decimal(_ text: Substring) -> Int? {
        guard text.utf8.allSatisfy(\.isDigit), text == "0" || !text.hasPrefix("0") else {
            return nil
        }
        return Int(text)
    }
}

extension IPNetwork: CustomStringConvertible {
    package var description: String {
        length == address.version.width ? "\(address)" : "\(address)/\(length)"
    }
}

/// What is wrong with the text of a network.
package enum IPNetworkFlaw: Error, Equatable {
    case address
    /// What stands behind the slash is not one of these numbers.
    case length(ClosedRange<Int>)
    /// The address has bits that the length leaves free; this network may be meant.
    case bitsBeyondLength(IPNetwork)
}
