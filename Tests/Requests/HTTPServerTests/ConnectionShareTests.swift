import Endpoint
import HTTPServer
import NIOCore
import NIOEmbedded
import Support
import Testing
import Web

/// Of 640 connections a peer has 64.
@Suite("shares of connections")
struct ConnectionShareTests {
    private func loop(_ maximum: Int = 640, proxies: [String] = []) throws -> EmbeddedPeer {
        var configuration = HTTPServer.Configuration(port: 0)
        configuration.maximumConnections = maximum
        configuration.trustedProxies = TrustedProxies(try proxies.map { try IPNetwork($0) })
        configuration.idleTimeout = .seconds(86_400)
        return try EmbeddedPeer(configuration: configuration)
    }

    /// Connections with half a request: these are not idle.
    private func busy(_ count: Int, on loop: LoopState, from address: String) throws -> [EmbeddedPeer] {
        try (0..<count).map { _ in
            let peer = try EmbeddedPeer(on: loop, from: address)
            try? peer.send("GET ")
            return peer
        }
    }

    @Test("no address has more than its share, and others don't notice that it would like to")
    func share() throws {
        let loop = try loop().loop
        let own = try busy(64, on: loop, from: "192.0.2.1")
        #expect(own.allSatisfy { $0.isOpen })
        let more = try EmbeddedPeer(on: loop, from: "192.0.2.1")
        let answer = try more.received()
        #expect(answer.hasPrefix("HTTP/1.1 429 "))
        #expect(answer.contains("\r\nRetry-After: 1\r\n") && answer.contains("\r\nConnection: close\r\n"))
        let other = try EmbeddedPeer(on: loop, from: "192.0.2.2")
        try other.send("GET /prepared HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try other.received().hasPrefix("HTTP/1.1 200 "))
        own[0].close()
        #expect(try busy(1, on: loop, from: "192.0.2.1")[0].received() == "")
    }

    @Test("all addresses of an IPv6 network of 64 bits are one, and this machine has no privilege")
    func whoIsOne() throws {
        for addresses in [
            ["2001:db8::1", "2001:db8::2:3", "2001:db8::ffff"], ["::1"], ["127.0.0.1", "::ffff:127.0.0.1"],
        ] {
            let first = try loop()
            first.close()
            for index in 0..<64 { _ = try busy(1, on: first.loop, from: addresses[index % addresses.count]) }
            #expect(
                try EmbeddedPeer(on: first.loop, from: addresses[0]).received().hasPrefix("HTTP/1.1 429 "))
            #expect(try EmbeddedPeer(on: first.loop, from: "2001:db8:0:1::1").received() == "")
        }
    }

    @Test("a trusted proxy has no share: it brings the whole world")
    func proxy() throws {
        let loop = try loop(proxies: ["192.0.2.0/24"]).loop
        let peers = try busy(200, on: loop, from: "192.0.2.1")
        for peer in peers { #expect(try peer.received() == "") }
    }

    @Test("a newcomer for whom there is no place gets that of the connection that has been idle for longest")
    func idleGo() throws {
        let first = try loop(3)
        let second = try EmbeddedPeer(on: first.loop, from: "192.0.2.2")
        let third = try EmbeddedPeer(on: first.loop, from: "192.0.2.3")
        first.advance(.seconds(1))
        try first.send("GET /prepared HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try first.received().hasPrefix("HTTP/1.1 200 "))
        try second.send("GET ")
        let newcomer = try EmbeddedPeer(on: first.loop, from: "192.0.2.4")
        try newcomer.send("GET /prepared HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try newcomer.received().hasPrefix("HTTP/1.1 200 "))
        #expect(first.isOpen && second.isOpen && !third.isOpen)
        #expect(try third.received() == "")
        // The others are busy, or have been idle for less than a second.
        #expect(try EmbeddedPeer(on: first.loop, from: "192.0.2.5").received().hasPrefix("HTTP/1.1 503 "))
    }

    @Test(
        "a peer that has used up its share gets the place of an idle connection of its own, and of nobody else"
    )
    func idleOfPeer() throws {
        let first = try loop()
        let own = try EmbeddedPeer(on: first.loop, from: "192.0.2.1")
        _ = try busy(63, on: first.loop, from: "192.0.2.1")
        first.advance(.seconds(2))
        #expect(try busy(1, on: first.loop, from: "192.0.2.1")[0].received() == "")
        #expect(!own.isOpen && first.isOpen)
        first.advance(.seconds(2))
        #expect(try EmbeddedPeer(on: first.loop, from: "192.0.2.1").received().hasPrefix("HTTP/1.1 429 "))
        #expect(first.isOpen)
    }

    @Test("far too many are closed without a word: each that is told why takes a file for a while")
    func flood() throws {
        let loop = try loop(1).loop
        let flood = try (1...200).map { try EmbeddedPeer(on: loop, from: "192.0.2.\($0)") }
        #expect(flood.allSatisfy { !$0.isOpen })
        let told = try flood.filter { try $0.received().hasPrefix("HTTP/1.1 503 ") }
        #expect(!told.isEmpty)
    }

    @Test(
        "there are never more connections than there are files for",
        arguments: [
            (10_000, 65_536, 10_000), (10_000, 1_024, 768), (10_000, 256, 128), (10, 256, 10), (10, 1, 1),
        ])
    func files(wanted: Int, files: Int, connections: Int) {
        #expect(OpenFileLimit.connections(of: wanted, files: files) == connections)
    }

    @Test("a listener for whose connections no file is left rests for a moment, and the log says so once")
    func noFiles() throws {
        let lines = LogLines()
        let channel = EmbeddedChannel(handler: AcceptPause(FileShortage(lines.logger())))
        var isReading: Bool? {
            channel.options.last { $0.option is ChannelOptions.Types.AutoReadOption }?.value as? Bool
        }
        for _ in 1...3 {
            channel.pipeline.fireErrorCaught(IOError(errnoCode: 24, reason: "accept"))
            channel.pipeline.fireErrorCaught(IOError(errnoCode: 24, reason: "accept"))
            #expect(isReading == false)
            channel.embeddedEventLoop.advanceTime(by: .milliseconds(200))
            #expect(isReading == true)
        }
        #expect(lines.all.count == 1)
        #expect(lines.all.first?.contains("no file left") == true)
        channel.pipeline.fireErrorCaught(IOError(errnoCode: 103, reason: "accept"))
        #expect(isReading == true)
    }
}
