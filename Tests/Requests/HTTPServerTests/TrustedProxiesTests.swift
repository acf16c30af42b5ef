import Endpoint
import HTTPServer
import Support
import Testing
import Web

@Suite("trusted proxies")
struct TrustedProxiesTests {
    private static let proxies = try? TrustedProxies(
        ["10.0.0.0/8", "192.0.2.1", "fd00::/8"].map { (text) throws(IPNetworkFlaw) in try IPNetwork(text) })

    /// Who sent a request with these lines of `X-Forwarded-For` that came by a proxy at 10.0.0.1.
    private func client(_ lines: String..., by proxy: String = "10.0.0.1") throws -> String {
        let headers = HeaderFields(lines.map { ("X-Forwarded-For", $0) })
        let proxies = try #require(Self.proxies)
        let peer = PeerAddress(address: proxy, isLoopback: false)
        #expect(proxies.contains(peer))
        return proxies.client(behind: peer, headers).address
    }

    @Test(
        "are known by address and by network, in every form of the address",
        arguments: [
            ("10.255.0.1", true), ("11.0.0.1", false), ("192.0.2.1", true), ("192.0.2.2", false),
            ("::ffff:10.1.2.3", true), ("::ffff:192.0.2.2", false), ("fd00::7", true), ("fe00::7", false),
            ("::1", false), ("unknown", false), ("", false),
        ])
    func members(_ address: String, _ isProxy: Bool) throws {
        let proxies = try #require(Self.proxies)
        #expect(proxies.contains(PeerAddress(address: address, isLoopback: false)) == isProxy)
        #expect(!TrustedProxies().contains(PeerAddress(address: address, isLoopback: false)))
    }

    @Test(
        "the client is the rightmost address that is no proxy",
        arguments: [
            ("203.0.113.7", "203.0.113.7"), ("198.51.100.9, 203.0.113.7", "203.0.113.7"),
            ("203.0.113.7, 10.0.0.2", "203.0.113.7"),
            ("198.51.100.9,203.0.113.7,10.0.0.3,192.0.2.1", "203.0.113.7"),
            ("203.0.113.7, ::ffff:10.0.0.2, fd00::1", "203.0.113.7"),
            ("2001:db8::7, 10.0.0.2", "2001:db8::7"),
            ("10.0.0.4, 10.0.0.3", "10.0.0.4"),
        ])
    func rightmost(_ line: String, _ expected: String) throws {
        #expect(try client(line) == expected)
    }

    @Test(
        "several lines are one list, in their order; what is empty is not in it (RFC 9110 §5.3, §5.6.1)"
    )
    func lines() throws {
        #expect(try client("198.51.100.9", "203.0.113.7") == "203.0.113.7")
        #expect(try client("198.51.100.9, 203.0.113.7", "10.0.0.2", "10.0.0.3") == "203.0.113.7")
        #expect(try client("203.0.113.7", "", " , ,10.0.0.2, ,") == "203.0.113.7")
        #expect(try client("203.0.113.7, 198.51.100.9", "") == "198.51.100.9")
    }

    @Test("without the field the proxy itself is the client")
    func absent() throws {
        #expect(try client() == "10.0.0.1")
        #expect(try client("") == "10.0.0.1")
        #expect(try client(" , ,, ") == "10.0.0.1")
    }

    @Test(
        "an address may have a port, IPv6 brackets, and any form that addresses have",
        arguments: [
            ("1.2.3.4:567", "1.2.3.4"), ("[::1]:80", "::1"), ("[2001:DB8::1]", "2001:db8::1"),
            ("2001:db8:0:0:0:0:0:1", "2001:db8::1"), ("::ffff:1.2.3.4", "1.2.3.4"),
            ("[::ffff:1.2.3.4]:65535", "1.2.3.4"), ("\t1.2.3.4 ", "1.2.3.4"),
            ("2001:db8::1:80", "2001:db8::1:80"),
        ])
    func forms(_ hop: String, _ expected: String) throws {
        #expect(try client(hop) == expected)
        #expect(try client("198.51.100.9,\(hop),10.0.0.2") == expected)
    }

    @Test(
        "what can't be read ends the search: the proxy that wrote it is the client",
        arguments: [
            "unknown", "_hidden", "example.com", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.4:",
            "1.2.3.4:x", "1.2.3.4:123456", "1.2.3.4 5.6.7.8", "1.2.3.4\0", "[1.2.3.4]", "[::1", "::1]", "[]",
            "[",
            "]", "[::1]x", "[::1]:", "[::1]80", "[::1]:80:80", "[[::1]]", "\"1.2.3.4\"", "for=1.2.3.4",
            "::1%lo",
            ":", ":80", "٣.1.1.1", "1.2.3.4;", "-", "'; drop", "10.0.0.0/8",
        ])
    func unreadable(_ hop: String) throws {
        #expect(try client(hop) == "10.0.0.1")
        #expect(try client("203.0.113.7, \(hop)") == "10.0.0.1")
        #expect(try client("203.0.113.7", hop, "10.0.0.2") == "10.0.0.2")
        #expect(try client("\(hop), 203.0.113.7") == "203.0.113.7")
    }

    @Test("a chain longer than anyone has is not followed to its end")
    func longChain() throws {
        let chain = Array(repeating: "10.0.0.2", count: 31).joined(separator: ",")
        #expect(try client("203.0.113.7,\(chain)") == "203.0.113.7")
        #expect(try client("203.0.113.7,10.0.0.3,\(chain)") == "10.0.0.3")
        let endless = Array(repeating: "10.0.0.2", count: 100_000).joined(separator: ",")
        #expect(try client("203.0.113.7,\(endless)") == "10.0.0.2")
    }

    @Test("nothing that came by a proxy is loopback, whatever it says")
    func loopback() throws {
        let proxies = TrustedProxies([try IPNetwork("127.0.0.0/8"), try IPNetwork("::1")])
        for address in ["127.0.0.1", "::1", "::ffff:127.0.0.1"] {
            let peer = PeerAddress(address: address, isLoopback: true)
            #expect(proxies.contains(peer))
            for line in ["", "127.0.0.1", "::1", "203.0.113.7", "rubbish"] {
                let headers = HeaderFields([("x-forwarded-for", line)])
                #expect(!proxies.client(behind: peer, headers).isLoopback)
                #expect(!proxies.client(behind: peer, HeaderFields([])).isLoopback)
            }
        }
    }

    @Test(
        "whatever bytes the field has, the client is an address: that of the proxy, or one that is written there"
    )
    func fuzz() throws {
        var random = SystemRandomNumberGenerator()
        let pieces = [
            "1.2.3.4", "10.0.0.2", "::1", "[", "]", ":", "80", ",", " ", "\t", "2001:db8::", "%", "\0", "é",
            "x", "-",
            "[::1]:80", ".", "ffff", "::ffff:",
        ]
        for _ in 0..<20_000 {
            let line = (0..<Int.random(in: 0...12, using: &random))
                .map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            let found = try client(line)
            #expect(IPAddress(found) != nil, "\(line.debugDescription) gives \(found)")
        }
        for _ in 0..<5000 {
            let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                UInt8.random(in: .min ... .max)
            }
            let found = try client(String(decoding: bytes, as: UTF8.self))
            #expect(IPAddress(found) != nil, "\(bytes) gives \(found)")
        }
    }
}

@Suite("the address of a client, as handlers and the log see it")
struct ClientAddressTests {
    /// What a handler is told, and what the log says, of a request from 127.0.0.1.
    private func seen(trusting networks: [String], _ headers: String) throws -> (
        handler: String, log: String?
    ) {
        var table = TestTable()
        table.endpoint("/peer") { .text("\($0.head.peer.address) \($0.head.peer.isLoopback)") }
        let lines = LogLines()
        var configuration = HTTPServer.Configuration(port: 0)
        configuration.trustedProxies = TrustedProxies(
            try networks.map { (text) throws(IPNetworkFlaw) in try IPNetwork(text) })
        let peer = try EmbeddedPeer(table, configuration: configuration, logger: lines.logger())
        try peer.send("GET /peer HTTP/1.1\r\nHost: a\r\n\(headers)\r\n")
        let body = try peer.received().split(separator: "\r\n\r\n").last.map(String.init) ?? ""
        let logged = lines.all.first?.split(separator: " ").first { $0.hasPrefix("peer=") }
        return (body, logged.map { String($0.dropFirst(5)) })
    }

    @Test("is the peer's own where it is no trusted proxy, whatever is forwarded")
    func untrusted() throws {
        for networks in [[], ["10.0.0.0/8"]] {
            let (handler, log) = try seen(trusting: networks, "X-Forwarded-For: 203.0.113.7\r\n")
            #expect(handler == "127.0.0.1 true")
            #expect(log == "127.0.0.1")
        }
    }

    @Test("is what a trusted proxy says, and without a word of it the proxy's")
    func trusted() throws {
        let (handler, log) = try seen(trusting: ["127.0.0.1"], "X-Forwarded-For: 203.0.113.7\r\n")
        #expect(handler == "203.0.113.7 false")
        #expect(log == "203.0.113.7")
        #expect(try seen(trusting: ["127.0.0.1"], "").handler == "127.0.0.1 false")
    }

    @Test("can't forge a line of the log: it is an address that was read and written again")
    func forgery() throws {
        for value in ["1.2.3.4 status=200", "1.2.3.4\u{1b}[31m", "[::1]:80 x"] {
            let (_, log) = try seen(trusting: ["127.0.0.1"], "X-Forwarded-For: \(value)\r\n")
            #expect(log == nil || log == "127.0.0.1")
        }
    }

    @Test("is looked up anew for each request of a connection")
    func eachRequest() throws {
        var table = TestTable()
        table.endpoint("/peer") { .text($0.head.peer.address) }
        var configuration = HTTPServer.Configuration(port: 0)
        configuration.trustedProxies = TrustedProxies([try IPNetwork("127.0.0.1")])
        let peer = try EmbeddedPeer(table, configuration: configuration)
        for client in ["203.0.113.7", "203.0.113.8", "2001:db8::1"] {
            try peer.send("GET /peer HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: \(client)\r\n\r\n")
            #expect(try peer.received().hasSuffix("\r\n\r\n\(client)"))
        }
    }
}
