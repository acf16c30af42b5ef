import Endpoint
import Glibc
import HTTPServer
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Support
import Testing
import Web

@Suite("starting", .timeLimit(.minutes(10)))
struct StartingTests {
    @Test("all hosts get the port that the system chose for the first")
    func samePort() async throws {
        try await withServer(configuration: .forTests { $0.hosts = ["127.0.0.1", "127.0.0.2", "::1"] }) {
            server in
            for host in ["127.0.0.1", "127.0.0.2"] {
                let client = try await RawClient.connect(server.port, host: host)
                try await client.send("GET /prepared HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try await client.answer().status == 200)
            }
        }
    }

    @Test("a port that another program holds is named in the error, with a hint")
    func portTaken() async throws {
        try await withServer { server in
            let error = await #expect(throws: ListenError.self) {
                try await HTTPServer.start(
                    .forTests { $0.port = server.port }, table: TestTable(), logger: .silent)
            }
            #expect(error == .portTaken(host: "127.0.0.1", port: server.port))
            #expect(error.map { "\($0)" }?.contains("port \(server.port)") == true)
            #expect(error.map { "\($0)" }?.contains("\nhint: ") == true)
        }
    }

    @Test("an IPv4 address of another machine is an error")
    func foreignAddress() async throws {
        await #expect(throws: ListenError.addressNotAvailable(host: "192.0.2.1")) {
            try await HTTPServer.start(
                .forTests { $0.hosts = ["192.0.2.1"] }, table: TestTable(), logger: .silent)
        }
    }

    @Test("an IPv6 address that this machine lacks is left out with a line in the log")
    func missingIPv6() async throws {
        let lines = LogLines()
        try await withServer(
            logger: lines.logger(.notice),
            configuration: .forTests { $0.hosts = ["127.0.0.1", "2001:db8::1"] }
        ) { server in
            let client = try await RawClient.connect(server.port)
            try await client.send("GET /prepared HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.answer().status == 200)
        }
        #expect(lines.all == ["notice address not available, not listening there host=2001:db8::1"])
    }

    @Test("with no address left there is nothing to start")
    func noAddress() async throws {
        await #expect(throws: ListenError.addressNotAvailable(host: "2001:db8::1")) {
            try await HTTPServer.start(
                .forTests { $0.hosts = ["2001:db8::1"] }, table: TestTable(), logger: .silent)
        }
    }

    @Test("a name that means nothing is an error, not a crash")
    func unknownName() async throws {
        await #expect(throws: ListenError.self) {
            try await HTTPServer.start(
                .forTests { $0.hosts = ["host.invalid"] }, table: TestTable(), logger: .silent)
        }
    }

    @Test("as many files may be open as connections are let in, if the system allows it")
    func openFiles() async throws {
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        #expect(getrlimit(resource, &limit) == 0)
        // One less than there may be: other tests have thousands of files open at the same time.
        let most = min(limit.rlim_max, 1_000_000)
        limit.rlim_cur = most - 1
        #expect(setrlimit(resource, &limit) == 0)
        try await withServer(configuration: .forTests { $0.maximumConnections = Int(most) }) { _ in
            #expect(getrlimit(resource, &limit) == 0)
            #expect(limit.rlim_cur >= most)
        }
    }

    @Test("what the system refuses is told apart")
    func errors() {
        let error = { (code: CInt) in
            ListenError(IOError(errnoCode: code, reason: "bind"), host: "127.0.0.1", port: 80)
        }
        #expect(error(13) == .permissionDenied(host: "127.0.0.1", port: 80))
        #expect(error(98) == .portTaken(host: "127.0.0.1", port: 80))
        #expect("\(error(13))".contains("hint: choose a port from 1024 on"))
    }
}

@Suite("shutting down", .timeLimit(.minutes(10)))
struct ShutdownTests {
    @Test("idle connections are closed at once, and new ones are not accepted")
    func idle() async throws {
        // An address of its own: on a shared one another test could be given the port as soon as it is free.
        let host = "127.0.0.77"
        let server = try await HTTPServer.start(
            .forTests { $0.hosts = [host] }, table: TestTable.common(), logger: .silent)
        let client = try await RawClient.connect(server.port, host: host)
        try await client.send("GET /prepared HTTP/1.1\r\nHost: a\r\n\r\n")
        _ = try await client.answer()
        await server.shutdown()
        #expect(await client.rest() == "")
        await #expect(throws: (any Error).self) { try await RawClient.connect(server.port, host: host) }
    }

    @Test(
        "a proxy's idle connection is kept for a moment: a request may be on its way, and is told that it was the last"
    )
    func farewell() throws {
        var configuration = HTTPServer.Configuration(port: 0)
        configuration.trustedProxies = TrustedProxies([try IPNetwork("127.0.0.1")])
        let late = try EmbeddedPeer(configuration: configuration)
        let idle = try EmbeddedPeer(configuration: configuration)
        for peer in [late, idle] {
            peer.advance(.seconds(59))
            _ = peer.loop.quiesce()
            peer.advance(.milliseconds(499))
            #expect(peer.isOpen)
        }
        try late.send("GET /prepared HTTP/1.1\r\nHost: a\r\n\r\n")
        let answer = try late.received()
        #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n") && answer.contains("Connection: close\r\n"))
        idle.advance(.milliseconds(1))
        #expect(try !idle.isOpen && idle.received() == "")
    }

    @Test("nobody else's is: who has sent nothing is closed at once")
    func noFarewell() throws {
        let peer = try EmbeddedPeer()
        _ = peer.loop.quiesce()
        #expect(!peer.isOpen)
    }

    @Test("a connection that is accepted after all while the server shuts down is answered")
    func accepted() throws {
        let first = try EmbeddedPeer()
        _ = first.loop.quiesce()
        let second = try EmbeddedPeer(on: first.loop)
        try second.send("GET /prepared HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try second.received().contains("Connection: close\r\n"))
    }

    @Test("a request in flight is finished, and its answer is the last of its connection")
    func inFlight() async throws {
        let gate = Gate()
        let entered = Gate()
        var table = TestTable()
        table.endpoint("/slow") { _ in
            entered.open()
            await gate.pass()
            return .text("done")
        }
        let server = try await HTTPServer.start(.forTests(), table: table, logger: .silent)
        let idle = try await RawClient.connect(server.port)
        let client = try await RawClient.connect(server.port)
        try await client.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
        await entered.pass()
        async let end: Void = server.shutdown()
        #expect(await idle.rest() == "")
        gate.open()
        let answer = try await client.answer()
        #expect(answer.body == "done" && answer["Connection"] == "close")
        #expect(await client.rest() == "")
        await end
    }

    @Test("what takes longer than the time for it is cancelled and cut off")
    func deadline() async throws {
        let entered = Gate()
        let cancelled = Gate()
        var table = TestTable()
        table.endpoint("/slow") { _ in
            await withTaskCancellationHandler {
                entered.open()
                await cancelled.pass()
            } onCancel: {
                cancelled.open()
            }
            return .text("never seen")
        }
        let server = try await HTTPServer.start(
            .forTests { $0.shutdownTimeout = .milliseconds(50) }, table: table, logger: .silent)
        let client = try await RawClient.connect(server.port)
        try await client.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
        await entered.pass()
        await server.shutdown()
        await cancelled.pass()
        #expect(await client.rest() == "")
    }

    @Test("streams have no end of their own: they are cancelled, and end as if they had one")
    func stream() async throws {
        var table = TestTable()
        table.endpoint("/stream") { _ in
            EndpointResponse(status: 200) { writer in
                try await writer.write(Array("first".utf8))
                let never = Gate()
                await withTaskCancellationHandler {
                    await never.pass()
                } onCancel: {
                    never.open()
                }
                try Task.checkCancellation()
            }
        }
        let server = try await HTTPServer.start(.forTests(), table: table, logger: .silent)
        let client = try await RawClient.connect(server.port)
        try await client.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
        _ = try await client.received("first\r\n")
        await server.shutdown()
        #expect(await client.rest() == "0\r\n\r\n")
    }

    @Test("shutting down twice is shutting down")
    func twice() async throws {
        let server = try await HTTPServer.start(.forTests(), table: TestTable(), logger: .silent)
        await server.shutdown()
        await server.shutdown()
    }

    @Test("as a service it runs until its group shuts down")
    func service() async throws {
        let server = try await HTTPServer.start(.forTests(), table: TestTable.common(), logger: .silent)
        let group = ServiceGroup(configuration: .init(services: [.init(service: server)], logger: .silent))
        async let end: Void = group.run()
        let client = try await RawClient.connect(server.port)
        try await client.send("GET /prepared HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try await client.answer().status == 200)
        await group.triggerGracefulShutdown()
        try await end
        #expect(await client.rest() == "")
    }
}
