import Endpoint
import HTTPServer
import Support
import Testing

@Suite("request bodies", .timeLimit(.minutes(10)))
struct RequestBodyTests {
    @Test("a chunked body is put together, its extensions and trailers dropped (RFC 9112 §7.1)")
    func chunked() async throws {
        try await withServer { server in
            let client = try await RawClient.connect(server.port)
            try await client.send(
                "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: z\r\n\r\n")
            #expect(try await client.answer().body == "POST /echo [] abcde")
        }
    }

    @Test("a body may come byte by byte")
    func slowly() async throws {
        try await withServer { server in
            let client = try await RawClient.connect(server.port)
            for byte in "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc".utf8 {
                try await client.send(bytes: [byte])
            }
            #expect(try await client.answer().body == "POST /echo [] abc")
        }
    }

    @Test("a body of exactly the limit is read")
    func atLimit() async throws {
        try await withServer { server in
            let client = try await RawClient.connect(server.port)
            try await client.send("POST /cors HTTP/1.1\r\nHost: a\r\nContent-Length: 8\r\n\r\n12345678")
            #expect(try await client.answer().status == 200)
        }
    }

    @Test("a length over the limit is refused before a byte of the body came, with the fields of the route")
    func lengthOverLimit() async throws {
        try await withServer { server in
            let client = try await RawClient.connect(server.port)
            try await client.send("POST /cors HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n")
            let answer = try await client.answer()
            #expect(answer.status == 413)
            #expect(answer["Access-Control-Allow-Origin"] == "*")
            #expect(answer["Content-Type"] == "application/json")
            #expect(answer["Cache-Control"] == "no-store")
            #expect(answer["Connection"] == "close")
            #expect(answer.body.hasPrefix(#"{"error":"content_too_large","error_description":""#))
            #expect(answer.body.hasSuffix("\"}\n"))
            #expect(await client.rest() == "")
        }
    }

    @Test("a chunked body is refused as soon as it is over the limit")
    func chunksOverLimit() async throws {
        try await withServer { server in
            let client = try await RawClient.connect(server.port)
            try await client.send(
                "POST /cors HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n123456789\r\n")
            let answer = try await client.answer()
            #expect(answer.status == 413)
            #expect(answer["Access-Control-Allow-Origin"] == "*")
            #expect(await client.rest() == "")
        }
    }

    @Test("a peer that sends everything before it reads still gets to read why it was refused")
    func refusalReachesSender() async throws {
        try await withServer(configuration: .forTests { $0.lingerTimeout = .seconds(50) }) { server in
            let client = try await RawClient.connect(server.port, autoRead: false)
            try await client.send("POST /cors HTTP/1.1\r\nHost: a\r\nContent-Length: 4000000\r\n\r\n")
            for _ in 1...40 { try await client.send(bytes: Array(repeating: 0x78, count: 100_000)) }
            try await client.startReading()
            #expect(try await client.answer().status == 413)
            await client.close()
        }
    }

    @Test("a body that waits to be asked for is asked for (RFC 9110 §10.1.1)")
    func expectContinue() async throws {
        try await withServer { server in
            let client = try await RawClient.connect(server.port)
            try await client.send(
                "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-Continue\r\n\r\n")
            #expect(try await client.answer().status == 100)
            try await client.send("ok")
            #expect(try await client.answer().body == "POST /echo [] ok")
        }
    }

    @Test("a body that nobody wants is not asked for: the answer comes at once, and is the last")
    func expectUnwanted() async throws {
        try await withServer { server in
            for (path, status) in [("/prepared", 200), ("/missing", 404), ("/cors", 413)] {
                let client = try await RawClient.connect(server.port)
                try await client.send(
                    "POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: 20\r\nExpect: 100-continue\r\n\r\n")
                let answer = try await client.answer()
                #expect(answer.status == status)
                #expect(answer["Connection"] == "close")
            }
        }
    }

    @Test("an expectation that is not known is answered 417")
    func unknownExpectation() async throws {
        try await withServer { server in
            let client = try await RawClient.connect(server.port)
            try await client.send(
                "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: tea\r\n\r\n")
            #expect(try await client.answer().status == 417)
        }
    }

    @Test("a short body that no handler reads is dropped, and the connection kept")
    func dropped() async throws {
        try await withServer { server in
            let client = try await RawClient.connect(server.port)
            for _ in 1...2 {
                try await client.send("POST /missing HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabcde")
                let answer = try await client.answer()
                #expect(answer.status == 404 && answer["Connection"] == nil)
            }
        }
    }

    @Test(
        "a long body that no handler reads is not awaited",
        arguments: ["Content-Length: 65537", "Transfer-Encoding: chunked"])
    func notAwaited(framing: String) async throws {
        try await withServer { server in
            let client = try await RawClient.connect(server.port)
            try await client.send("POST /missing HTTP/1.1\r\nHost: a\r\n\(framing)\r\n\r\n")
            try await client.send("10001\r\n" + String(repeating: "x", count: 65_537))
            let answer = try await client.answer()
            #expect(answer.status == 404 && answer["Connection"] == "close")
        }
    }
}
