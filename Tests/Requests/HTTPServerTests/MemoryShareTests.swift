import Endpoint
import HTTPServer
import Testing
import Web

/// Of 40,000 bytes a peer has 10,000, and the first 4,096 of each connection are free.
@Suite("shares of memory for requests")
struct MemoryShareTests {
    private let first: EmbeddedPeer
    private let gate = Gate()

    init() throws {
        var table = TestTable()
        table.endpoint("/large", bodyLimit: 1 << 20) { .text("\($0.body.count)") }
        let gate = gate
        table.endpoint("/slow", bodyLimit: 1 << 20) { _ in
            await gate.pass()
            return .text("slow")
        }
        var configuration = HTTPServer.Configuration(port: 0)
        configuration.memoryLimit = 40_000
        configuration.trustedProxies = try TrustedProxies([.init("198.51.100.0/24")])
        first = try EmbeddedPeer(table, configuration: configuration)
    }

    private func peer(_ address: String) throws -> EmbeddedPeer {
        try EmbeddedPeer(on: first.loop, from: address)
    }

    private func send(_ count: Int, of announced: Int, to path: String = "/large", by peer: EmbeddedPeer)
        throws -> String
    {
        try peer.send("POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: \(announced)\r\n\r\n")
        try? peer.send(String(repeating: "x", count: count))
        return try peer.received()
    }

    @Test(
        "an address that sends more at once than its share is refused, with all of its connections counted together"
    )
    func ofPeer() throws {
        let one = try peer("192.0.2.1")
        #expect(try send(6_000, of: 20_000, by: one) == "")
        let refused = try send(6_000, of: 20_000, by: try peer("192.0.2.1"))
        #expect(refused.hasPrefix("HTTP/1.1 429 ") && refused.contains("\r\nRetry-After: 1\r\n"))
        // What was refused has been given back, and so has what is over.
        #expect(try send(4_000, of: 20_000, by: try peer("192.0.2.1")) == "")
        one.close()
        #expect(try send(9_000, of: 20_000, by: try peer("192.0.2.1")) == "")
    }

    @Test("all together can't send more at once than there is")
    func ofAll() throws {
        let peers = try (1...4).map { try peer("192.0.2.\($0)") }
        for peer in peers { #expect(try send(9_900, of: 20_000, by: peer) == "") }
        let refused = try send(5_000, of: 20_000, by: try peer("192.0.2.5"))
        #expect(refused.hasPrefix("HTTP/1.1 503 ") && refused.contains("\r\nRetry-After: 1\r\n"))
        peers[0].close()
        #expect(try send(5_000, of: 20_000, by: try peer("192.0.2.5")) == "")
    }

    @Test("nothing is counted for a length that was only announced")
    func announced() throws {
        for _ in 1...20 { #expect(try send(0, of: 1_000_000, by: try peer("192.0.2.1")) == "") }
        #expect(try send(9_000, of: 20_000, by: try peer("192.0.2.1")) == "")
    }

    @Test("a head that is on its way counts, too")
    func heads() throws {
        let one = try peer("192.0.2.1")
        try one.send("GET / HTTP/1.1\r\nHost: a\r\nX: " + String(repeating: "x", count: 7_000))
        #expect(try one.received() == "")
        let two = try peer("192.0.2.1")
        try two.send("GET / HTTP/1.1\r\nHost: a\r\nX: " + String(repeating: "x", count: 7_000))
        #expect(try two.received().hasPrefix("HTTP/1.1 429 "))
    }

    @Test("a request counts until it is answered")
    func inHand() throws {
        let one = try peer("192.0.2.1")
        #expect(try send(9_000, of: 9_000, to: "/slow", by: one) == "")
        #expect(try send(5_000, of: 9_000, by: try peer("192.0.2.1")).hasPrefix("HTTP/1.1 429 "))
        one.close()
        let two = try peer("192.0.2.1")
        for _ in 1...10 { #expect(try send(9_000, of: 9_000, by: two).hasSuffix("\r\n\r\n9000")) }
    }

    @Test("a trusted proxy may send as much as there is for all")
    func proxy() throws {
        let proxy = try peer("198.51.100.1")
        #expect(try send(39_000, of: 50_000, by: proxy) == "")
        #expect(try send(5_000, of: 50_000, by: try peer("198.51.100.1")).hasPrefix("HTTP/1.1 503 "))
    }
}

/// Reads large bodies of those who say the word.
private struct Choosy: EndpointHandler {
    func respond(to request: EndpointRequest) async -> EndpointResponse { .text("\(request.body.count)") }

    func bodyLimit(for head: RequestHead, upTo limit: Int) -> Int {
        head.headers.withOnly("x-word") { $0.elementsEqual("please".utf8) } == true
            ? limit : EndpointPolicy.smallBody
    }
}

@Suite("body limits that depend on the head")
struct HeadBodyLimitTests {
    private func answer(_ fields: String, count: Int, isChunked: Bool) throws -> String {
        var table = TestTable()
        table.routes["/a"] = .endpoint(
            Choosy(), EndpointPolicy(name: "a", bodyLimit: 200_000, timeout: .seconds(1)))
        let peer = try EmbeddedPeer(table)
        let framing = isChunked ? "Transfer-Encoding: chunked" : "Content-Length: \(count)"
        try peer.send("POST /a HTTP/1.1\r\nHost: a\r\n\(fields)\(framing)\r\n\r\n")
        let body = String(repeating: "x", count: count)
        try? peer.send(isChunked ? "\(String(count, radix: 16))\r\n\(body)\r\n0\r\n\r\n" : body)
        return try peer.received()
    }

    @Test(
        "up to 64 KiB are read of everybody, and beyond that the handler decides by the head",
        arguments: [true, false])
    func limits(isChunked: Bool) throws {
        let word = "X-Word: please\r\n"
        #expect(try answer("", count: 65_536, isChunked: isChunked).hasSuffix("\r\n\r\n65536"))
        #expect(try answer("", count: 65_537, isChunked: isChunked).hasPrefix("HTTP/1.1 413 "))
        #expect(try answer(word, count: 200_000, isChunked: isChunked).hasSuffix("\r\n\r\n200000"))
        #expect(try answer(word, count: 200_001, isChunked: isChunked).hasPrefix("HTTP/1.1 413 "))
    }
}
