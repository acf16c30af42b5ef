/// Whether a host is a name of the public Internet: what can be looked up there, and nothing that some program takes for an address.
package enum PublicName {
    package static func flaw(_ host: String) -> PublicNameFlaw? {
        let labels = URIParts.labels(of: host)
        // The system takes `127.1`, `0x7f.1` and `017700000001` for addresses, with a dot at their end too.
        guard !host.hasPrefix("["), let last = labels.last(where: { !$0.isEmpty }), !URIParts.isNumber(last)
        else {
            return .address
        }
        guard labels.count > 1, host.utf8.count <= 253, labels.allSatisfy(URIParts.isLabel) else {
            return .special
        }
        let isSpecial = special.contains { name in host == name || host.hasSuffix("." + name) }
        return isSpecial ? .special : nil
    }

    /// Names that are not asked for in the DNS, or mean something of the network that one is in: RFC 6761, 6762, 7686, 8375, 9476, and
    /// `internal`, which ICANN keeps for that.
    private static let special = [
        "alt", "arpa", "internal", "invalid", "local", "localhost", "onion", "test",
    ]
}

package enum PublicNameFlaw: Sendable {
    /// It is an address, or some program takes it for one.
    case address
    /// It means something of a network of one's own, or nothing.
    case special
}
