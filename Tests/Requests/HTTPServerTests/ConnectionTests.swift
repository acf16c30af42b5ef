import Endpoint
import HTTPServer
import Support
import Testing

@Suite("connections", .timeLimit(.minutes(10)))
struct ConnectionTests {
    @Test("a connection serves one request after the other (RFC 9112 §9.3)")
    func keepAlive() async throws {
        try await withServer { server in
            let client = try await RawClient.connect(server.port)
            for number in 1...5 {
                try await client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n\(number)")
                #expect(try await client.answer().body == "POST /echo [] \(number)")
            }
        }
    }

    @Test("the answer to Connection: close says so, too, and is the last (RFC 9112 §9.6)")
    func close() async throws {
        try await withServer { server in
            let client = try await RawClient.connect(server.port)
            try await client.send("GET /prepared HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(try await client.answer()["Connection"] == "close")
            #expect(await client.rest() == "")
        }
    }

    @Test("a client of HTTP/1.0 is served, without Host and for one request only")
    func http10() async throws {
        try await withServer { server in
            let client = try await RawClient.connect(server.port)
            try await client.send("GET /prepared HTTP/1.0\r\n\r\n")
            let answer = try await client.answer()
            #expect(answer.body == "prepared")
            #expect(answer["Connection"] == "close")
            #expect(await client.rest() == "")
        }
    }

    @Test("a client of HTTP/1.0 that asks to keep the connection is told that it may (RFC 9112 §C.2.2)")
    func http10KeepAlive() async throws {
        try await withServer { server in
            let client = try await RawClient.connect(server.port)
            for _ in 1...2 {
                try await client.send("GET /prepared HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                #expect(try await client.answer()["Connection"] == "keep-alive")
            }
        }
    }

    @Test("requests sent ahead are answered in their order, each when the one before it is")
    func pipelining() async throws {
        let gate = Gate()
        let entered = Gate()
        var table = TestTable.common()
        table.endpoint("/slow") { _ in
            entered.open()
            await gate.pass()
            return .text("slow")
        }
        table.endpoint("/after") { _ in .text("after") }
        try await withServer(table) { server in
            let client = try await RawClient.connect(server.port)
            let paths = ["/prepared", "/slow", "/after", "/prepared", "/slow", "/after"]
            try await client.send(paths.map { "GET \($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined())
            #expect(try await client.answer().body == "prepared")
            await entered.pass()
            gate.open()
            for path in paths.dropFirst() {
                #expect(try await client.answer().body == path.dropFirst())
            }
        }
    }

    @Test("a thousand requests sent ahead are answered in their order")
    func longPipeline() async throws {
        try await withServer { server in
            let client = try await RawClient.connect(server.port)
            let requests = (0..<1_000).map {
                "POST /echo?\($0) HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx"
            }
            async let sent: Void = client.send(requests.joined())
            for number in 0..<1_000 {
                #expect(try await client.answer().body == "POST /echo [\(number)] x")
            }
            try await sent
        }
    }

    @Test("a malformed request behind good ones is answered after them, and ends the connection")
    func pipelinedError() async throws {
        let gate = Gate()
        var table = TestTable.common()
        table.endpoint("/slow") { _ in
            await gate.pass()
            return .text("slow")
        }
        try await withServer(table) { server in
            let client = try await RawClient.connect(server.port)
            try await client.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\nNONSENSE\r\n\r\n")
            gate.open()
            #expect(try await client.answer().body == "slow")
            #expect(try await client.answer().status == 400)
            #expect(await client.rest() == "")
        }
    }

    @Test("a peer that sends no more is still answered")
    func halfClosed() async throws {
        let gate = Gate()
        var table = TestTable()
        let entered = Gate()
        table.endpoint("/slow") { _ in
            entered.open()
            await gate.pass()
            return .text("slow")
        }
        try await withServer(table) { server in
            let client = try await RawClient.connect(server.port)
            try await client.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
            try await client.closeOutput()
            await entered.pass()
            gate.open()
            #expect(try await client.answer().body == "slow")
            #expect(await client.rest() == "")
        }
    }

    @Test("a wish for another protocol is passed over: the answer is plain, and the last")
    func upgrade() async throws {
        try await withServer { server in
            let client = try await RawClient.connect(server.port)
            try await client.send(
                "GET /prepared HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n")
            let answer = try await client.answer()
            #expect(answer.status == 200 && answer["Connection"] == "close")
            #expect(await client.rest() == "")
        }
    }

    @Test("a connection too many is answered 503, and one that ends makes room for the next")
    func connectionLimit() async throws {
        try await withServer(configuration: .forTests { $0.maximumConnections = 1 }) { server in
            let first = try await RawClient.connect(server.port)
            try await first.send("GET /prepared HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await first.answer().status == 200)
            // With something on its way it is not idle, and won't go in favour of another.
            try await first.send("GET ")

            let second = try await RawClient.connect(server.port)
            let refused = try await second.answer()
            #expect(refused.status == 503)
            #expect(refused["Retry-After"] != nil && refused["Connection"] == "close")
            #expect(await second.rest() == "")
            await second.close()

            await first.close()
            var status = 503
            while status == 503 {
                let third = try await RawClient.connect(server.port)
                try? await third.send("GET /prepared HTTP/1.1\r\nHost: a\r\n\r\n")
                status = try await third.answer().status
                await third.close()
            }
            #expect(status == 200)
        }
    }
}
