import Web

extension Fetcher {
    /// What is dialled for a URL: addresses that were checked, in the order in which they are tried.
    func destination(_ url: FetchURL) async throws(FetchFailure) -> (addresses: [IPAddress], port: Int) {
        if url.isListedLoopback { return (Self.addressesOfThisMachine(url.host), url.port) }
        switch PublicName.flaw(url.host) {
        case .address:
            guard let address = Self.literal(url.host), isListed(address) else { throw .notAName }
            return ([address], url.port)
        case .special where networks.isEmpty: throw .specialName
        case .special, nil: break
        }
        guard let proxy else { return (try await addresses(of: url.host), url.port) }
        let (host, port) = (proxy.authority.host, proxy.port ?? 80)
        if let address = Self.literal(host) { return ([address], port) }
        do { return (tried(try await world.resolver.addresses(of: host).get()), port) } catch {
            throw .proxy("\(error)")
        }
    }

    /// If one of them is neither public nor listed none is dialled: no honest name has such a mixture, and a name that changes its
    /// addresses has.
    private func addresses(of name: String) async throws(FetchFailure) -> [IPAddress] {
        let addresses = try await world.resolver.addresses(of: name).get()
        if let refused = addresses.first(where: { !$0.isPublic && !isListed($0) }) { throw .address(refused) }
        guard !addresses.isEmpty else { throw .noSuchName }
        return tried(addresses)
    }

    private func isListed(_ address: IPAddress) -> Bool { networks.contains { $0.contains(address) } }

    /// Of both versions in turn, as long as there are any, so that a network that lacks one is found out early (RFC 8305 §4).
    private func tried(_ addresses: [IPAddress]) -> [IPAddress] {
        guard let first = addresses.first else { return [] }
        let same = addresses.filter { $0.version == first.version }
        let other = addresses.filter { $0.version != first.version }
        let turns = (0..<addresses.count).flatMap { turn in
            [same, other].compactMap { turn < $0.count ? $0[turn] : nil }
        }
        return Array(turns.prefix(Self.tries))
    }

    /// A literal, or one of the names of this machine, which are not looked up (RFC 6761 §6.3).
    private static func addressesOfThisMachine(_ host: String) -> [IPAddress] {
        literal(host).map { [$0] } ?? IPAddress.thisMachine
    }

    private static func literal(_ host: String) -> IPAddress? {
        IPAddress(inBrackets: host) ?? IPAddress(host)
    }
}
