import Endpoint
import HTTPServer
import NIOCore
import Testing

/// A request that comes whole and in common form is read by one decoder, and one that comes in pieces by another. Which of
/// them it was must not show: so everything here is sent once whole and once with its first byte ahead.
@Suite("heads in common form", .timeLimit(.minutes(2)))
struct CommonHeadTests {
    /// Answers with all that a handler can see of a request.
    private static let table: TestTable = {
        var table = TestTable()
        for path in ["/", "/a", "/oauth/token", "/a/b;c=d,e"] {
            table.endpoint(path, bodyLimit: 64) { request in
                let fields = request.headers.fields.map { "\($0.name)=\($0.value)" }.joined(separator: "|")
                let authority = request.head.withAuthority { String(decoding: $0, as: UTF8.self) } ?? "-"
                return .text(
                    "\(request.method) \(request.head.path) \(request.head.query) \(authority) [\(fields)] \(request.body)"
                )
            }
        }
        table.answer("/prepared", .text("prepared"))
        return table
    }()

    private static let seed =
        "POST /a?b=%20c HTTP/1.1\r\nHost: localhost:3001\r\nX-Y: z \"q\"\r\nContent-Length: 3\r\n\r\nabc"

    private func answers(to bytes: [UInt8], ahead: Int) throws -> String {
        let peer = try EmbeddedPeer(Self.table, configuration: .forTests { $0.unixTime = { 0 } })
        if ahead > 0 { try? peer.send(bytes: bytes.prefix(ahead)) }
        try? peer.send(bytes: bytes.dropFirst(ahead))
        let atOnce = try peer.received()
        peer.advance(.hours(1))
        return atOnce + "\n-- later --\n" + (try peer.received())
    }

    private func expectSame(_ bytes: [UInt8]) throws {
        let whole = try answers(to: bytes, ahead: 0)
        let pieces = try answers(to: bytes, ahead: 1)
        #expect(whole == pieces, "\(String(decoding: bytes, as: UTF8.self).debugDescription)")
    }

    @Test(
        "are answered as they are in pieces",
        arguments: [
            "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
            "HEAD /a HTTP/1.1\r\nHost: a\r\n\r\n",
            "DELETE /a HTTP/1.1\r\nHost: a\r\n\r\n",
            "OPTIONS /a HTTP/1.1\r\nHost: a\r\n\r\n",
            "PUT /a HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /a/b;c=d,e?f=g&h HTTP/1.1\r\nhOST: [::1]:80\r\n\r\n",
            "GET /a? HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /a??b?c HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /%61 HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /a%00 HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /a\"b HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET http://a/a HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET http://b/a HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET HTTPS://b:1?c HTTP/1.1\r\nHost: a\r\n\r\n",
            "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET  /a HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /a HTTP/1.0\r\nHost: a\r\n\r\n",
            "GET /a HTTP/1.1\nHost: a\n\n",
            "get /a HTTP/1.1\r\nHost: a\r\n\r\n",
            "\r\nGET /a HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /a HTTP/1.1\r\n\r\n",
            "GET /a HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
            "GET /a HTTP/1.1\r\nHost: a b\r\n\r\n",
            "GET /a HTTP/1.1\r\nHost:\r\n\r\n",
            "GET /a HTTP/1.1\r\nHost: a\r\nX:y\r\n\r\n",
            "GET /a HTTP/1.1\r\nHost: a\r\nX:  y\r\n\r\n",
            "GET /a HTTP/1.1\r\nHost: a\r\nX: y \t\r\n\r\n",
            "GET /a HTTP/1.1\r\nHost: a\r\nX:\r\n\r\n",
            "GET /a HTTP/1.1\r\nHost: a \r\n\r\n",
            "GET /a HTTP/1.1\r\nHost:\ta\t\r\n\r\n",
            "GET /a HTTP/1.1\r\nHost: a\r\nConnection: close \r\n\r\nGET /a HTTP/1.1\r\nHost: a\r\n\r\n",
            "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 3 \r\n\r\nabc",
            "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length:\t3\t\r\n\r\nabc",
            "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked \r\n\r\n3\r\nabc\r\n0\r\n\r\n",
            "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\t\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
            "POST /a HTTP/1.1\r\nHost: a\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
            "POST /a HTTP/1.1\r\nHost: a\r\nContent-Encoding: identity\r\nContent-Length: 3\r\n\r\nabc",
            "GET /a HTTP/1.1\r\nHost: a\r\nX : y\r\n\r\n",
            "GET /a HTTP/1.1\r\nHost: a\r\nX: y\r\n z\r\n\r\n",
            "GET /a HTTP/1.1\r\nHost: a\r\nX: a\tb\r\n\r\n",
            "GET /a HTTP/1.1\r\nHost: a\r\nX: \u{e9}\r\n\r\n",
            "GET /a HTTP/1.1\r\nHost: a\r\nConnection: Keep-Alive\r\n\r\nGET /a HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nGET /a HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /a HTTP/1.1\r\nHost: a\r\nProxy-Connection: close\r\n\r\nGET /a HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /a HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\n\r\n",
            "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
            "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
            "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\nabc",
            "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 3, 3\r\n\r\nabc",
            "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 0000000000003\r\n\r\nabc",
            "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\nabc",
            "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 65\r\n\r\n",
            "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabc",
            "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabcGET /a HTTP/1.1\r\nHost: a\r\n\r\n",
            "POST /a HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc",
            "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
            "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
            "POST /prepared HTTP/1.1\r\nHost: a\r\nContent-Length: 70000\r\n\r\nabc",
            "GET /a HTTP/1.1\r\nHost: a\r\n\r\nGET /prepared HTTP/1.1\r\nHost: a\r\n\r\nGET /%61 HTTP/1.1\r\nHost: a\r\n\r\n",
        ])
    func listed(text: String) throws {
        try expectSame(Array(text.utf8))
        // The second request of a connection, too.
        try expectSame(Array(("GET /a HTTP/1.1\r\nHost: a\r\n\r\n" + text).utf8))
    }

    @Test("with any one byte changed are answered as they are in pieces")
    func everyByte() throws {
        let seed = Array(Self.seed.utf8)
        let bytes: [UInt8] = [
            0x00, 0x09, 0x0a, 0x0d, 0x20, 0x22, 0x23, 0x25, 0x2c, 0x30, 0x3a, 0x3f, 0x41, 0x60, 0x7f, 0xe9,
        ]
        for index in seed.indices {
            for byte in bytes {
                var changed = seed
                changed[index] = byte
                try expectSame(changed)
            }
            try expectSame(Array(seed[..<index] + seed[(index + 1)...]))
        }
    }

    @Test("of every length a head may have are answered as they are in pieces")
    func lengths() throws {
        for length in stride(from: 7_000, to: 17_000, by: 193) {
            try expectSame(
                Array(
                    "GET /a HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "y", count: length))\r\n\r\n".utf8))
        }
        for count in 60...70 {
            let fields = String(repeating: "X: y\r\n", count: count)
            try expectSame(Array("GET /a HTTP/1.1\r\nHost: a\r\n\(fields)\r\n".utf8))
        }
    }

    @Test("may come cut in two anywhere")
    func cuts() throws {
        let bytes = Array((Self.seed + Self.seed + "GET /prepared HTTP/1.1\r\nHost: a\r\n\r\n").utf8)
        let whole = try answers(to: bytes, ahead: 0)
        #expect(
            whole.contains(
                "POST /a b=%20c localhost:3001 [Host=localhost:3001|X-Y=z \"q\"|Content-Length=3] [97, 98, 99]"
            ))
        for ahead in bytes.indices {
            #expect(try answers(to: bytes, ahead: ahead) == whole)
        }
    }
}
