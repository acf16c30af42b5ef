import Endpoint
import HTTPServer
import Support
import Testing

@Suite("what is not meant for this port")
struct StrangerTests {
    @Test(
        "another protocol than HTTP/1.1 is named in the log",
        arguments: [
            ("\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}", "TLS"), ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "HTTP/2"),
            (
                "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\nGET /prepared HTTP/1.1\r\nHost: a\r\n\r\n",
                "PROXY protocol line"
            ),
            ("\r\n\r\n\u{0}\r\nQUIT\n!\u{11}\u{0}\u{c}", "PROXY protocol header"),
            ("nonsense\r\n\r\n", "http parser"),
        ])
    func named(bytes: String, word: String) throws {
        let lines = LogLines()
        let peer = try EmbeddedPeer(logger: lines.logger())
        try peer.send(bytes)
        #expect(try peer.received().hasPrefix("HTTP/1.1 400 "))
        #expect(lines.all.count == 1)
        #expect(lines.all.first?.contains(word) == true, "\(lines.all)")
    }

    @Test("a browser whose head is too large is shown a page that says so, and a program JSON")
    func headerTooLarge() throws {
        var table = TestTable()
        table.headerTooLargePage = .text("<p>too many cookies", status: 431)
        let cookies = "Cookie: " + String(repeating: "c", count: 17_000) + "\r\n\r\n"
        for (accept, isPage) in [("text/html,*/*;q=0.8", true), ("Text/HTML", true), ("*/*", false)] {
            for pieces in [[0], [20, 400]] {
                let peer = try EmbeddedPeer(table)
                let bytes = Array("GET /a HTTP/1.1\r\nHost: a\r\nAccept: \(accept)\r\n\(cookies)".utf8)
                var start = 0
                for end in pieces.dropFirst() + [bytes.count] {
                    try? peer.send(bytes: bytes[start..<end])
                    start = end
                }
                let answer = try peer.received()
                #expect(answer.hasPrefix("HTTP/1.1 431 "))
                #expect(answer.contains("<p>too many cookies") == isPage)
                #expect(answer.contains("header_fields_too_large") == !isPage)
            }
        }
    }

    @Test("a body in a content coding is answered 415 with what would be right (RFC 9110 §15.5.16)")
    func coded() throws {
        for coding in ["gzip", "GZIP", "br, gzip", "x"] {
            let peer = try EmbeddedPeer()
            try peer.send(
                "POST /cors HTTP/1.1\r\nHost: a\r\nContent-Encoding: \(coding)\r\nContent-Length: 3\r\n\r\nabc"
            )
            let answer = try peer.received()
            #expect(answer.hasPrefix("HTTP/1.1 415 Unsupported Media Type\r\n"))
            #expect(answer.contains("\r\nAccept-Encoding: identity\r\n"))
            #expect(answer.contains("\r\nAccess-Control-Allow-Origin: *\r\n"))
        }
    }

    @Test("identity is no coding, and where there is no body there is nothing in one")
    func identity() throws {
        for request in [
            "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Encoding: Identity\r\nContent-Length: 3\r\n\r\nabc",
            "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Encoding:\r\nContent-Length: 3\r\n\r\nabc",
            "GET /echo HTTP/1.1\r\nHost: a\r\nContent-Encoding: gzip\r\n\r\n",
        ] {
            let peer = try EmbeddedPeer()
            try peer.send(request)
            #expect(try peer.received().hasPrefix("HTTP/1.1 200 OK\r\n"))
        }
    }

    @Test(
        "the last answer reaches a peer that is still sending (RFC 9112 §9.6)", .timeLimit(.minutes(5)),
        arguments: [
            "GET /prepared HTTP/1.0\r\n\r\n",
            "GET /prepared HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        ])
    func lastAnswer(request: String) async throws {
        try await withServer(configuration: .forTests { $0.lingerTimeout = .seconds(50) }) { server in
            let client = try await RawClient.connect(server.port, autoRead: false)
            try await client.send(request)
            // Had the connection been closed at once, one of these would meet a reset, and the answer be lost with it.
            for _ in 1...40 { try await client.send(bytes: Array(repeating: 0x78, count: 100_000)) }
            try await client.startReading()
            #expect(try await client.answer().body == "prepared")
            #expect(await client.rest() == "")
            await client.close()
        }
    }
}
