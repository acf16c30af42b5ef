import Testing

@testable import Endpoint

@Suite("requests that have no line of their own")
struct LineCountsTests {
    private func peer(_ address: String) -> PeerAddress { PeerAddress(address: address, isLoopback: false) }

    /// Whether it gets a line.
    private func send(
        _ counts: inout LineCounts, _ address: String = "192.0.2.1", status: Int = 400,
        route: String = "token",
        cause: String? = nil
    ) -> Bool {
        let peer = peer(address)
        return counts.admit(
            LineKind(status: status, route: route, peer: peer, cause: cause), from: peer)
    }

    @Test("kinds are told apart by status, route, reason and peer; an IPv6 network is one peer")
    func apart() {
        var counts = LineCounts()
        #expect(send(&counts))
        #expect(!send(&counts))
        #expect(send(&counts, status: 401))
        #expect(send(&counts, route: "revoke"))
        #expect(send(&counts, cause: "invalid_scope: a"))
        #expect(send(&counts, "192.0.2.2"))
        #expect(send(&counts, "2001:db8::1"))
        #expect(!send(&counts, "2001:db8::2"))
        #expect(send(&counts, "2001:db8:0:1::1"))
        let told = counts.take()
        #expect(told.map(\.unlogged) == [1, 1])
        #expect(Set(told.map(\.peer.address)) == ["192.0.2.1", "2001:db8::1"])
        #expect(send(&counts), "from here on each has a line again")
    }

    @Test("what the server fails at is the same for everybody")
    func failures() {
        var counts = LineCounts()
        #expect(send(&counts, status: 503, cause: "store unavailable"))
        #expect(!send(&counts, "192.0.2.2", status: 503, cause: "store unavailable"))
        #expect(send(&counts, "192.0.2.2", status: 503, cause: "handler timeout"))
    }

    @Test("a peer has a few lines, whatever it sends, and takes none from others")
    func greedyPeer() {
        var counts = LineCounts()
        let lines = (0..<10_000).count { send(&counts, cause: "invalid_scope: scope \($0)") }
        #expect(lines == 8)
        #expect(send(&counts, "192.0.2.2"))
        let told = counts.take()
        #expect(told.count == 1)
        #expect(told.first?.unlogged == 9992)
        #expect(told.first?.kind == .rest(of: PeerKey(peer("192.0.2.1"))))
    }

    @Test("however many peers come, lines and memory are bounded, and everything is counted")
    func manyPeers() {
        var counts = LineCounts()
        var lines = 0
        for number in 0..<20_000 {
            if send(&counts, "10.0.\(number / 250).\(number % 250)") { lines += 1 }
            if send(&counts, "10.0.\(number / 250).\(number % 250)", cause: "\(number)") { lines += 1 }
        }
        let told = counts.take()
        #expect(lines == 256)
        #expect(told.count <= 257)
        #expect(lines + told.reduce(0) { $0 + $1.unlogged } == 40_000)
        #expect(send(&counts, "198.51.100.1"), "after ten seconds everybody has a chance again")
    }

    @Test("a reason is compared as bytes, by its beginning")
    func reasons() {
        var counts = LineCounts()
        #expect(send(&counts, cause: "caf\u{e9}"))
        #expect(send(&counts, cause: "cafe\u{301}"))
        let marks = String(repeating: "\u{301}", count: 100_000)
        #expect(send(&counts, cause: "a" + marks))
        #expect(!send(&counts, cause: "a" + marks + "b"))
    }
}
