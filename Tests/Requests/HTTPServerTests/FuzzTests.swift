import Endpoint
import HTTPServer
import NIOCore
import Support
import Testing

@Suite("fuzz", .timeLimit(.minutes(10)))
struct FuzzTests {
    private static let seeds = [
        "GET /prepared HTTP/1.1\r\nHost: localhost:3001\r\nAccept: */*\r\n\r\n",
        "POST /echo?x=y HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\nhello=world",
        "POST /cors HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\nX: y\r\n\r\n",
        "HEAD /missing HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /prepared HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET http://b:1/prepared?x HTTP/1.1\r\nHost: a \r\nX:\ty\t \r\n\r\n",
        "OPTIONS /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx",
    ]
    private static let pieces = [
        "\r\n", "\r", "\n", "\0", " ", "\t", ":", "Host: b\r\n", "Content-Length: 5\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Connection: close\r\n", "Content-Encoding: gzip\r\n", "http://a",
        "Upgrade: h2c\r\nConnection: upgrade\r\n", "Expect: 100-continue\r\n", "%00",
        "\u{ff}", "-1",
        "99999999999999999999", "HTTP/2.0", "0\r\n\r\n", "ffffffffffffffff\r\n",
        "X: \(String(repeating: "y", count: 3_000))\r\n",
    ]

    private func mutated(_ numbers: inout SeededRandom) -> [UInt8] {
        var bytes = Array((Self.seeds.randomElement(using: &numbers) ?? "").utf8)
        for _ in 0..<Int.random(in: 0...4, using: &numbers) where !bytes.isEmpty {
            let at = Int.random(in: bytes.indices, using: &numbers)
            switch Int.random(in: 0..<5, using: &numbers) {
            case 0: bytes[at] = .random(in: 0...255, using: &numbers)
            case 1: bytes.remove(at: at)
            case 2: bytes.insert(contentsOf: (Self.pieces.randomElement(using: &numbers) ?? "").utf8, at: at)
            case 3: bytes.removeSubrange(at...)
            default: bytes.insert(contentsOf: bytes[at...].prefix(40), at: at)
            }
        }
        return bytes
    }

    @Test("no bytes bring the server down, and whatever it answers is an answer", arguments: 1...8)
    func mutations(seed: UInt64) throws {
        var numbers = SeededRandom(seed: seed &* 0x9e37_79b9_7f4a_7c15)
        for _ in 1...500 {
            let bytes = mutated(&numbers)
            let peer = try EmbeddedPeer()
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Bool.random(using: &numbers) ? rest.count : min(rest.count, 7)
                try? peer.send(bytes: rest.prefix(count))
                rest = rest.dropFirst(count)
            }
            peer.advance(.hours(1))
            #expect(!peer.isOpen)
            let received = try peer.received()
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(
                Self.statuses(in: received).isSubset(of: [100, 200, 400, 404, 408, 413, 415, 417, 431]),
                "\(text.debugDescription)")
            #expect(received.isEmpty || received.hasPrefix("HTTP/1.1 "))
        }
    }

    @Test("over a socket, too, the server outlives everything it is sent")
    func sockets() async throws {
        try await withServer { server in
            var numbers = SeededRandom(seed: 42)
            for _ in 1...300 {
                let client = try await RawClient.connect(server.port)
                try? await client.send(bytes: mutated(&numbers))
                try? await client.closeOutput()
                let received = await client.rest()
                #expect(received.isEmpty || received.hasPrefix("HTTP/1.1 "))
                await client.close()
            }
            let client = try await RawClient.connect(server.port)
            try await client.send("GET /prepared HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.answer().status == 200)
        }
    }

    private static func statuses(in text: String) -> Set<Int> {
        let lines = text.split(separator: "\r\n").filter { $0.hasPrefix("HTTP/1.1 ") }
        return Set(lines.compactMap { Int($0.dropFirst(9).prefix(3)) })
    }
}
