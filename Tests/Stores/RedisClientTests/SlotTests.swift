import RedisServers
import RedisURL
import Testing

@testable import RedisClient

@Suite("slots")
struct SlotTests {
    private func slot(_ key: String) -> Int { HashSlot.of(Array(key.utf8)) }

    @Test("the slot of a key is its CRC-16 modulo 16384")
    func vectors() {
        // The check value of CRC-16/XMODEM is 0x31C3.
        #expect(slot("123456789") == 0x31c3)
        #expect(slot("") == 0)
        #expect(slot("foo") == 12182)
        #expect(slot("bar") == 5061)
    }

    @Test("only what stands in the first braces counts, unless there is nothing in them")
    func tags() {
        #expect(slot("{user1000}.following") == slot("user1000"))
        #expect(slot("{user1000}.following") == slot("{user1000}.followers"))
        #expect(slot("a{b}{c}") == slot("b"))
        #expect(slot("foo{{bar}}zap") == slot("{bar"))
        #expect(slot("foo{}{bar}") == 8363)
        #expect(slot("foo{bar") != slot("bar"))
        #expect(slot("}foo{bar}") == slot("bar"))
        #expect(slot("{") == slot("{"))
        #expect((0..<HashSlot.count).contains(HashSlot.of([UInt8](repeating: 0xff, count: 1000))))
    }

    private static let here = RedisAddress.tcp(host: "10.0.0.1", port: 7000)

    private func range(_ first: Int, _ last: Int, _ nodes: (String?, Int)...) -> RedisReply {
        .list(
            [.integer(first), .integer(last)]
                + nodes.map {
                    .list([$0.0.map(RedisReply.text) ?? .null, .integer($0.1), .text("id"), .list([])])
                })
    }

    @Test("the answer to CLUSTER SLOTS says who serves what")
    func map() throws {
        let reply = RedisReply.list([
            range(0, 99, ("a", 1), ("b", 2)), range(200, 16383, ("c", 3), ("d", 4)),
            range(100, 149, ("a", 1)),
        ])
        let map = try #require(SlotMap(reply, asked: Self.here))
        #expect(map.primaries == [.tcp(host: "a", port: 1), .tcp(host: "c", port: 3)])
        #expect(map.replicas == [.tcp(host: "b", port: 2), .tcp(host: "d", port: 4)])
        #expect(map.primary(of: 0) == .tcp(host: "a", port: 1))
        #expect(map.primary(of: 149) == .tcp(host: "a", port: 1))
        #expect(map.primary(of: 150) == nil)
        #expect(map.primary(of: 16383) == .tcp(host: "c", port: 3))
        #expect(map.primary(of: 16384) == nil && map.primary(of: -1) == nil)
    }

    @Test("a node that doesn't know its host is where it was asked")
    func hosts() throws {
        for host in [nil, "", "?"] as [String?] {
            let reply = RedisReply.list([range(0, 1, (host, 7001))])
            let map = SlotMap(reply, asked: Self.here)
            #expect(map?.primary(of: 0) == .tcp(host: "10.0.0.1", port: 7001))
        }
    }

    @Test("a slot that has moved is the only thing that changes")
    func move() throws {
        var map = try #require(SlotMap(.list([range(0, 16383, ("a", 1))]), asked: Self.here))
        map.move(7, to: .tcp(host: "b", port: 2))
        #expect(map.primary(of: 7) == .tcp(host: "b", port: 2))
        #expect(map.primary(of: 8) == .tcp(host: "a", port: 1))
        map.move(99_999, to: Self.here)
        #expect(map.primaries.count == 2)
    }

    @Test("more nodes than a cluster can have are not believed in")
    func nodeLimit() throws {
        let crowd = (0..<1001).map { range($0, $0, ("a", $0 + 1)) }
        #expect(SlotMap(.list(crowd), asked: Self.here) == nil)
        var map = try #require(SlotMap(.list(Array(crowd.dropLast())), asked: Self.here))
        for port in 1...65_535 { map.move(port % 16_384, to: .tcp(host: "b", port: port)) }
        #expect(map.primaries.count == 1000)
        #expect(map.primary(of: 5) == .tcp(host: "a", port: 6))
    }

    @Test("an answer that isn't one is no map")
    func malformedMaps() {
        let bad: [RedisReply?] = [
            nil, .null, .integer(1), .list([.null]), .list([.list([])]), .list([range(0, 16384, ("a", 1))]),
            .list([range(-1, 2, ("a", 1))]), .list([range(5, 2, ("a", 1))]), .list([range(0, 1, ("a", 0))]),
            .list([range(0, 1, ("a", 65536))]), .list([range(0, 1)]),
            .list([.list([.text("0"), .integer(1), .null])]),
            .list([.list([.integer(0), .integer(1), .list([.integer(1), .integer(1)])])]),
        ]
        for reply in bad { #expect(SlotMap(reply, asked: Self.here) == nil) }
        #expect(SlotMap(.list([range(0, 1, (nil, 1))]), asked: .unix(path: "/a")) == nil)
    }

    @Test("a redirection says where to go; anything else is an answer")
    func redirections() {
        func read(_ code: String, _ message: String) -> Redirection? {
            Redirection(.error(code: code, message: message), asked: Self.here)
        }
        #expect(read("MOVED", "3999 a:1") == .moved(slot: 3999, .tcp(host: "a", port: 1)))
        #expect(read("MOVED", "3999 ::1:6381") == .moved(slot: 3999, .tcp(host: "::1", port: 6381)))
        #expect(read("MOVED", "3999 :6381") == .moved(slot: 3999, .tcp(host: "10.0.0.1", port: 6381)))
        #expect(read("ASK", "3999 a:1") == .ask(.tcp(host: "a", port: 1)))
        #expect(read("TRYAGAIN", "whatever") == .tryAgain)
        for message in [
            "", "3999", "3999 a", "x a:1", "16384 a:1", "-1 a:1", "3999 a:0", "3999 a:x", "3999 a:1 b",
        ] {
            #expect(read("MOVED", message) == nil)
        }
        #expect(read("ERR", "3999 a:1") == nil)
        #expect(Redirection(.status("MOVED"), asked: nil) == nil)
        #expect(Redirection(.error(code: "ASK", message: "1 :6381"), asked: nil) == nil)
    }
}
