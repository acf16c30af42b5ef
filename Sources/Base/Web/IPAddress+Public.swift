extension IPAddress {
    /// It belongs to somebody on the public Internet, as far as its number tells.
    ///
    /// What is registered for a special purpose is not (RFC 6890 and the registries of IANA), and what has another address in it
    /// is only where that is, and where such an address is in use: behind a translator (NAT64, RFC 6052 §2.1). Beyond that nothing
    /// but global unicast is (RFC 4291 §2.4), so what is assigned for a special purpose next is refused already.
    package var isPublic: Bool {
        switch version {
        case .four: !Self.specialFour.contains { $0.contains(self) }
        case .six:
            if Self.translated.contains(self) {
                IPAddress(.four, bits & 0xffff_ffff).isPublic
            } else {
                Self.global.contains(self) && !Self.specialSix.contains { $0.contains(self) }
            }
        }
    }

    /// https://www.iana.org/assignments/iana-ipv4-special-registry, multicast, and what clouds keep for themselves.
    private static let specialFour: [IPNetwork] = [
        .four(0, 0, 0, 0, 8),  // this network
        .four(10, 0, 0, 0, 8),  // private use
        .four(100, 64, 0, 0, 10),  // carrier-grade NAT
        .four(127, 0, 0, 0, 8),  // loopback
        .four(168, 63, 129, 16, 32),  // the host of a machine in Azure
        .four(169, 254, 0, 0, 16),  // link-local, and what clouds tell their machines
        .four(172, 16, 0, 0, 12),  // private use
        .four(192, 0, 0, 0, 24),  // protocol assignments
        .four(192, 0, 2, 0, 24),  // documentation
        .four(192, 31, 196, 0, 24),  // AS112
        .four(192, 52, 193, 0, 24),  // multicast tunnels (AMT)
        .four(192, 88, 99, 0, 24),  // relays of 6to4
        .four(192, 168, 0, 0, 16),  // private use
        .four(192, 175, 48, 0, 24),  // AS112
        .four(198, 18, 0, 0, 15),  // benchmarking
        .four(198, 51, 100, 0, 24),  // documentation
        .four(203, 0, 113, 0, 24),  // documentation
        .four(224, 0, 0, 0, 4),  // multicast
        .four(240, 0, 0, 0, 4),  // reserved, and broadcast
    ]

    /// Global unicast, 2000::/3. Loopback, unspecified, mapped and compatible, unique local, link-local and multicast lie beyond.
    private static let global = IPNetwork.six(0x2000, 0, 0, 3)

    /// 64:ff9b::/96. That of a local translator, 64:ff9b:1::/48, is its owner's.
    private static let translated = IPNetwork.six(0x64, 0xff9b, 0, 96)

    /// https://www.iana.org/assignments/iana-ipv6-special-registry, as far as it is within 2000::/3.
    private static let specialSix: [IPNetwork] = [
        .six(0x2001, 0, 0, 23),  // protocol assignments: Teredo, benchmarking, ORCHID, AS112, AMT
        .six(0x2001, 0xdb8, 0, 32),  // documentation
        .six(0x2002, 0, 0, 16),  // 6to4
        .six(0x2620, 0x4f, 0x8000, 48),  // AS112
        .six(0x3fff, 0, 0, 20),  // documentation
    ]
}

extension IPNetwork {
    fileprivate static func four(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8, _ length: Int) -> IPNetwork {
        let bits = [a, b, c, d].reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
        return IPNetwork(IPAddress(.four, bits), length: length)
    }

    /// By the first three groups of its address.
    fileprivate static func six(_ a: UInt16, _ b: UInt16, _ c: UInt16, _ length: Int) -> IPNetwork {
        let bits = [a, b, c].reduce(UInt128(0)) { $0 << 16 | UInt128($1) } << 80
        return IPNetwork(IPAddress(.six, bits), length: length)
    }
}
