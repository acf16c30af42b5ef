import Endpoint
import HTTPServer
import Support
import Testing

@Suite("serving", .timeLimit(.minutes(10)))
struct ServingTests {
    @Test("a prepared answer carries its body, length, date and request id")
    func prepared() async throws {
        try await withServer { server in
            let client = try await RawClient.connect(server.port)
            try await client.send("GET /prepared HTTP/1.1\r\nHost: a\r\n\r\n")
            let answer = try await client.answer()
            #expect(answer.status == 200)
            #expect(answer.body == "prepared")
            #expect(answer.all("Content-Length") == ["8"])
            #expect(answer["Content-Type"] == "text/plain")
            #expect(answer.all("Date").count == 1)
            #expect(answer["Connection"] == nil)
            let id = try #require(answer["X-Request-Id"])
            #expect((16...32).contains(id.count) && id.allSatisfy { $0.isHexDigit && !$0.isUppercase })
        }
    }

    @Test("a handler gets method, path, query and body, each for itself")
    func handler() async throws {
        try await withServer { server in
            let client = try await RawClient.connect(server.port)
            try await client.send("POST /echo?a=%20b?c HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")
            #expect(try await client.answer().body == "POST /echo [a=%20b?c] hello")
        }
    }

    @Test("the peer of a loopback connection is known as one")
    func peer() async throws {
        var table = TestTable()
        table.endpoint("/peer") { .text("\($0.head.peer.address) \($0.head.peer.isLoopback)") }
        try await withServer(table) { server in
            let client = try await RawClient.connect(server.port)
            try await client.send("GET /peer HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.answer().body == "127.0.0.1 true")
        }
    }

    @Test("the Date field is the wall clock's, and every request has an id of its own")
    func dateAndID() async throws {
        try await withServer(configuration: .forTests { $0.unixTime = { 784_111_777 } }) { server in
            let client = try await RawClient.connect(server.port)
            var ids: Set<String> = []
            for _ in 1...3 {
                try await client.send("GET /prepared HTTP/1.1\r\nHost: a\r\n\r\n")
                let answer = try await client.answer()
                #expect(answer["Date"] == "Sun, 06 Nov 1994 08:49:37 GMT")
                ids.insert(try #require(answer["X-Request-Id"]))
            }
            #expect(ids.count == 3)
        }
    }

    @Test(
        "a HEAD is answered with the fields of the GET and without its body (RFC 9110 §9.3.2)",
        arguments: ["/prepared", "/cors"])
    func head(path: String) async throws {
        try await withServer(configuration: .forTests { $0.unixTime = { 1 } }) { server in
            let client = try await RawClient.connect(server.port)
            try await client.send("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
            let get = try await client.answer()
            try await client.send(
                "HEAD \(path) HTTP/1.1\r\nHost: a\r\n\r\nGET /prepared HTTP/1.1\r\nHost: a\r\n\r\n")
            let head = try await client.answer(toHead: true)
            let fields = { (answer: RawAnswer) in answer.fields.filter { $0.name != "X-Request-Id" } }
            #expect(fields(head) == fields(get))
            #expect(try await client.answer().body == "prepared")
        }
    }

    @Test("204 and 304 have neither body nor length (RFC 9110 §8.6)", arguments: [204, 304])
    func withoutBody(status: Int) async throws {
        var table = TestTable.common()
        table.answer("/none", .text("never sent", status: status))
        try await withServer(table) { server in
            let client = try await RawClient.connect(server.port)
            try await client.send(
                "GET /none HTTP/1.1\r\nHost: a\r\n\r\nGET /prepared HTTP/1.1\r\nHost: a\r\n\r\n")
            let answer = try await client.answer()
            #expect(answer.status == status)
            #expect(answer["Content-Length"] == nil && answer["Transfer-Encoding"] == nil)
            #expect(try await client.answer().body == "prepared")
        }
    }

    @Test("a status without a phrase of its own is sent by its number (RFC 9112 §4)")
    func unusualStatus() async throws {
        var table = TestTable()
        table.answer("/teapot", .text("short and stout", status: 418))
        try await withServer(table) { server in
            let client = try await RawClient.connect(server.port)
            try await client.send("GET /teapot HTTP/1.1\r\nHost: a\r\n\r\n")
            let head = try await client.received("\r\n\r\n")
            #expect(head.hasPrefix("HTTP/1.1 418 \r\nDate: "))
        }
    }

    @Test("the fields of a route are on each of its answers, before the answer's own")
    func routeHeaders() async throws {
        try await withServer { server in
            let client = try await RawClient.connect(server.port)
            try await client.send("GET /cors HTTP/1.1\r\nHost: a\r\n\r\n")
            let names = try await client.answer().fields.map(\.name)
            #expect(names.suffix(2) == ["Access-Control-Allow-Origin", "Content-Type"])
        }
    }
}
