import Glibc
import WireText

/// An address of the Internet Protocol, in numbers.
///
/// An IPv4 address mapped into IPv6 (`::ffff:192.0.2.1`, RFC 4291 §2.5.5.2) is that IPv4 address, however it is written.
package struct IPAddress: Hashable, Sendable {
    package enum Version: Sendable {
        case four
        case six

        /// Bits of an address.
        package var width: Int {
            switch self {
            case .four: 32
            case .six: 128
            }
        }
    }

    package let version: Version
    /// As a number; an IPv4 address is less than 2³².
    package let bits: UInt128

    init(_ version: Version, _ bits: UInt128) {
        self.version = version
        self.bits = bits
    }

    /// The text forms of RFC 4291 §2.2, and four decimal numbers without leading zeros. No zone, no port, no brackets.
    package init?(_ text: String) {
        // What the system reads would end at a NUL.
        guard text.utf8.count <= 45, text.utf8.allSatisfy({ $0.isHexDigit || ".:".utf8.contains($0) }) else {
            return nil
        }
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            self.init(.four, UInt128(UInt32(bigEndian: four.s_addr)))
            return
        }
        var six = in6_addr()
        guard inet_pton(AF_INET6, text, &six) == 1 else { return nil }
        let bits = withUnsafeBytes(of: six) { UInt128(bigEndian: $0.loadUnaligned(as: UInt128.self)) }
        let isMapped = bits >> 32 == 0xffff
        self.init(isMapped ? .four : .six, isMapped ? bits & 0xffff_ffff : bits)
    }

    /// An address with colons, as a URL has it: `[2001:db8::1]`.
    package init?(inBrackets text: some StringProtocol) {
        guard text.hasPrefix("["), text.hasSuffix("]"), text.utf8.contains(UInt8(ascii: ":")) else {
            return nil
        }
        self.init(String(text.dropFirst().dropLast()))
    }

    /// All addresses of this machine that only it can reach, as far as programs use them.
    package static let thisMachine = [IPAddress(.four, 127 << 24 | 1), IPAddress(.six, 1)]
    /// All addresses of this machine, when listened on.
    package static let everywhere = [IPAddress(.four, 0), IPAddress(.six, 0)]

    /// This machine: 127.0.0.0/8 or `::1` (RFC 1122 §3.2.1.3, RFC 4291 §2.5.3).
    package var isLoopback: Bool {
        switch version {
        case .four: bits >> 24 == 127
        case .six: bits == 1
        }
    }
}

extension IPAddress: CustomStringConvertible {
    /// `192.0.2.1`, `2001:db8::1`.
    package var description: String {
        switch version {
        case .four:
            return [24, 16, 8, 0].map { String(UInt8(truncatingIfNeeded: bits >> $0)) }
                .joined(separator: ".")
        case .six:
            var address = in6_addr()
            withUnsafeMutableBytes(of: &address) { $0.storeBytes(of: bits.bigEndian, as: UInt128.self) }
            return withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) { text in
                guard let start = text.baseAddress,
                    inet_ntop(AF_INET6, &address, start, socklen_t(text.count)) != nil
                else { return "::" }
                return String(cString: start)
            }
        }
    }
}
