import RedisURL
import Support
import Testing

@testable import RedisClient

@Suite("replies")
struct ReplyReaderTests {
    /// All replies in the text, fed in pieces of the given size.
    private func read(_ text: String, pieces: Int = .max, limit: Int = 1 << 20) throws -> [RedisReply] {
        try read(Array(text.utf8), pieces: pieces, limit: limit)
    }

    private func read(_ bytes: [UInt8], pieces: Int = .max, limit: Int = 1 << 20) throws -> [RedisReply] {
        let reader = try ReplyReader(limit: limit)
        var replies: [RedisReply] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            try rest.prefix(pieces).withUnsafeBytes { try reader.feed($0) }
            rest = rest.dropFirst(pieces)
            while let reply = try reader.next() { replies.append(reply) }
        }
        return replies
    }

    private static let all = [
        "+OK\r\n", "+\r\n", ":0\r\n", ":-42\r\n", ":9223372036854775807\r\n", ":-9223372036854775808\r\n",
        "$-1\r\n",
        "*-1\r\n", "$0\r\n\r\n", "$5\r\na\r\n\0b\r\n", "*0\r\n", "*2\r\n$1\r\na\r\n:1\r\n",
        "*1\r\n*1\r\n*0\r\n",
        "*3\r\n*0\r\n$-1\r\n*2\r\n+a\r\n-ERR no\r\n", "-ERR unknown command\r\n", "-OOM\r\n",
        "-MOVED 3999 127.0.0.1:6381\r\n", "-no code here\r\n", "-\r\n",
    ].joined()

    private static let meaning: [RedisReply] = [
        .status("OK"), .status(""), .integer(0), .integer(-42), .integer(.max), .integer(.min), .null, .null,
        .bytes([]), .text("a\r\n\0b"), .list([]), .list([.text("a"), .integer(1)]),
        .list([.list([.list([])])]),
        .list([.list([]), .null, .list([.status("a"), .error(code: "ERR", message: "no")])]),
        .error(code: "ERR", message: "unknown command"), .error(code: "OOM", message: ""),
        .error(code: "MOVED", message: "3999 127.0.0.1:6381"), .error(code: "ERR", message: "no code here"),
        .error(code: "ERR", message: ""),
    ]

    @Test("every kind of reply is read for what it is")
    func kinds() throws {
        #expect(try read(Self.all) == Self.meaning)
    }

    @Test("where bytes are cut on their way makes no difference", arguments: 1...17)
    func pieces(_ size: Int) throws {
        #expect(try read(Self.all, pieces: size) == Self.meaning)
    }

    @Test("bytes are bytes: all 256 of them, and a megabyte")
    func binary() throws {
        let bytes = (0..<1 << 20).map { UInt8(truncatingIfNeeded: $0) }
        let wire = Array("$\(bytes.count)\r\n".utf8) + bytes + Array("\r\n".utf8)
        #expect(try read(wire, pieces: 65_536, limit: 2 << 20) == [.bytes(bytes)])
    }

    @Test("text that isn't UTF-8 where it should be is no reason to fail")
    func encoding() throws {
        #expect(
            try read(Array("+".utf8) + [0xff] + Array("\r\n-ERR ".utf8) + [0xfe] + Array("\r\n".utf8)).count
                == 2)
    }

    @Test(
        "what isn't the protocol is refused",
        arguments: [
            "HTTP/1.1 400 Bad Request\r\n", "x\r\n", "\r\n", "*-2\r\n", "$-2\r\n:1\r\n", "*x\r\n", "$x\r\n",
            ":x\r\n", ":\r\n",
            ":12 \r\n", ":9223372036854775808\r\n", "*99999999999999999999\r\n", "%1\r\n+a\r\n+b\r\n",
            "_\r\n", "#t\r\n",
            "*1\r\n?", "$99999999999999999999\r\n", "\u{16}\u{3}\u{1}",
        ])
    func malformed(_ text: String) {
        #expect(throws: ReplyReader.Failure.self) { try read(text) }
    }

    @Test("an announced length that can't be is refused or never complete, and takes no memory")
    func lengths() throws {
        for text in [
            "*2147483647\r\n", "*2147483648\r\n", "*4294967296\r\n", "*1048577\r\n",
            "*4611686018427387904\r\n",
            "*1\r\n*2147483647\r\n",
        ] {
            #expect(throws: ReplyReader.Failure.self, "\(text)") { try read(text) }
        }
        for text in [
            "$9223372036854775807\r\n", "$9223372036854775806\r\nabc", "$4294967296\r\nabc",
            "$2147483647\r\nabc",
        ] {
            #expect(try read(text).isEmpty)
        }
    }

    @Test("a reply larger than the limit is refused, whether it is one string or many small ones")
    func size() throws {
        #expect(try read("$1000\r\n" + String(repeating: "a", count: 1000) + "\r\n", limit: 2000).count == 1)
        #expect(throws: ReplyReader.Failure.tooLarge) {
            try read("$100000\r\n" + String(repeating: "a", count: 3000), pieces: 100, limit: 2000)
        }
        #expect(throws: ReplyReader.Failure.tooLarge) {
            try read("*100000\r\n" + String(repeating: ":1\r\n", count: 1000), pieces: 100, limit: 2000)
        }
        #expect(throws: ReplyReader.Failure.tooLarge) {
            try read("+" + String(repeating: "a", count: 3000), pieces: 100, limit: 2000)
        }
    }

    @Test("the limit is of one reply: any number of small ones may come in one piece or in many")
    func sizeOfMany() throws {
        let text = String(repeating: "$100\r\n\(String(repeating: "a", count: 100))\r\n", count: 1000)
        #expect(try read(text, limit: 200).count == 1000)
        #expect(try read(text, pieces: 150, limit: 400).count == 1000)
    }

    @Test("items count on all levels")
    func items() {
        let nested = "*2\r\n*600000\r\n" + String(repeating: ":1\r\n", count: 600_000) + "*600000\r\n"
        #expect(throws: ReplyReader.Failure.tooLarge) { try read(nested, limit: 1 << 24) }
    }

    @Test("lists may be nested seven deep, and no deeper")
    func depth() throws {
        let seven = String(repeating: "*1\r\n", count: 7) + ":1\r\n"
        let list = (0..<7).reduce(RedisReply.integer(1)) { reply, _ in .list([reply]) }
        #expect(try read(seven) == [list])
        #expect(throws: ReplyReader.Failure.self) { try read("*1\r\n*1\r\n*1\r\n" + seven) }
        #expect(throws: ReplyReader.Failure.self) { try read(String(repeating: "*1\r\n", count: 100_000)) }
    }

    @Test("after a failure nothing is read any more")
    func afterFailure() throws {
        let reader = try ReplyReader(limit: 1000)
        try Array("x".utf8).withUnsafeBytes { try reader.feed($0) }
        #expect(throws: ReplyReader.Failure.self) { try reader.next() }
        #expect(throws: ReplyReader.Failure.self) {
            try Array("+OK\r\n".utf8).withUnsafeBytes { try reader.feed($0) }
            _ = try reader.next()
        }
    }

    @Test("whatever comes in, replies or an error come out")
    func fuzz() throws {
        var random = SeededRandom(seed: 20_260_728)
        let seed = Array(Self.all.utf8)
        for _ in 0..<3000 {
            var bytes = seed
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let index = bytes.indices.randomElement(using: &random) ?? 0
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: index)
                case 2:
                    bytes.insert(
                        Array("*$:+-0123456789\r\n".utf8).randomElement(using: &random) ?? 0, at: index)
                default:
                    bytes.replaceSubrange(
                        index..<min(index + 9, bytes.count), with: seed.shuffled(using: &random).prefix(5))
                }
            }
            _ = try? read(bytes, pieces: Int.random(in: 1...40, using: &random), limit: 4096)
        }
    }
}
