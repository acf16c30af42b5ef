import Endpoint
import HTTPServer
import Support
import Testing

@Suite("malformed requests", .timeLimit(.minutes(10)))
struct MalformedRequestTests {
    static let requests: [(name: String, text: String)] = [
        ("no HTTP at all", "\u{16}\u{3}\u{1}\u{2}\r\n\r\n"),
        ("an unknown method", "BREW /prepared HTTP/1.1\r\nHost: a\r\n\r\n"),
        ("a method in lower case", "get /prepared HTTP/1.1\r\nHost: a\r\n\r\n"),
        ("no version", "GET /prepared\r\nHost: a\r\n\r\n"),
        ("HTTP/2", "GET /prepared HTTP/2.0\r\nHost: a\r\n\r\n"),
        ("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        ("an absolute target of another scheme", "GET ftp://a/prepared HTTP/1.1\r\nHost: a\r\n\r\n"),
        ("an absolute target without a host", "GET http:///prepared HTTP/1.1\r\nHost: a\r\n\r\n"),
        ("an absolute target with userinfo", "GET http://b@a/prepared HTTP/1.1\r\nHost: a\r\n\r\n"),
        ("an absolute target with an encoded NUL", "GET http://a/p%00 HTTP/1.1\r\nHost: a\r\n\r\n"),
        ("an absolute target without Host", "GET http://a/prepared HTTP/1.1\r\n\r\n"),
        ("an absolute target with two Hosts", "GET http://a/prepared HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"),
        ("an absolute target with a malformed Host", "GET http://a/prepared HTTP/1.1\r\nHost: a/\r\n\r\n"),
        ("an asterisk without OPTIONS", "GET * HTTP/1.1\r\nHost: a\r\n\r\n"),
        ("a Host of blanks", "GET /prepared HTTP/1.1\r\nHost: \t \r\n\r\n"),
        ("CONNECT", "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n"),
        ("a relative target", "GET prepared HTTP/1.1\r\nHost: a\r\n\r\n"),
        ("a fragment", "GET /prepared#x HTTP/1.1\r\nHost: a\r\n\r\n"),
        ("a space in the target", "GET /pre pared HTTP/1.1\r\nHost: a\r\n\r\n"),
        ("a NUL in the target", "GET /prepared\u{0} HTTP/1.1\r\nHost: a\r\n\r\n"),
        ("an encoded NUL in the path", "GET /prepared%00 HTTP/1.1\r\nHost: a\r\n\r\n"),
        ("a letter beyond ASCII in the target", "GET /pr\u{e9}pared HTTP/1.1\r\nHost: a\r\n\r\n"),
        ("no Host", "GET /prepared HTTP/1.1\r\n\r\n"),
        ("an empty Host", "GET /prepared HTTP/1.1\r\nHost:\r\n\r\n"),
        ("several Hosts", "GET /prepared HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"),
        ("several Hosts in HTTP/1.0", "GET /prepared HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n"),
        ("a Host with userinfo", "GET /prepared HTTP/1.1\r\nHost: b@a\r\n\r\n"),
        ("a Host with a path", "GET /prepared HTTP/1.1\r\nHost: a/b\r\n\r\n"),
        ("a Host list", "GET /prepared HTTP/1.1\r\nHost: a b\r\n\r\n"),
        (
            "length and coding",
            "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        ),
        (
            "coding and length",
            "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n"
        ),
        (
            "two lengths",
            "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc"
        ),
        (
            "the same length twice",
            "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc"
        ),
        ("a list of lengths", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3, 3\r\n\r\nabc"),
        ("a negative length", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: -3\r\n\r\nabc"),
        ("a signed length", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\nabc"),
        (
            "a length beyond all numbers",
            "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\nabc"
        ),
        ("an unknown coding", "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\nabc"),
        (
            "codings beside chunked",
            "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"
        ),
        (
            "chunked twice",
            "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        ),
        ("chunked in HTTP/1.0", "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        (
            "a chunk without a size",
            "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx\r\nabc\r\n0\r\n\r\n"
        ),
        (
            "a chunk longer than its size",
            "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n"
        ),
        ("a field without a name", "GET /prepared HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n"),
        ("a field without a colon", "GET /prepared HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n"),
        ("a space before the colon", "GET /prepared HTTP/1.1\r\nHost : a\r\n\r\n"),
        ("a NUL in a field", "GET /prepared HTTP/1.1\r\nHost: a\r\nX: a\u{0}b\r\n\r\n"),
        ("a bare carriage return in a field", "GET /prepared HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n"),
        ("a folded field", "GET /prepared HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n"),
    ]

    @Test("is answered 400 and ends the connection", arguments: requests.map(\.name))
    func malformed(name: String) async throws {
        let text = try #require(Self.requests.first { $0.name == name }).text
        let lines = LogLines()
        try await withServer(logger: lines.logger()) { server in
            let client = try await RawClient.connect(server.port)
            try await client.send(text)
            let answer = try await client.answer()
            #expect(answer.status == 400)
            #expect(answer["Connection"] == "close")
            #expect(answer["X-Request-Id"] != nil)
            #expect(answer["Cache-Control"] == "no-store")
            #expect(answer.body.hasPrefix(#"{"error":"invalid_request","error_description":""#))
            #expect(await client.rest() == "")

            let other = try await RawClient.connect(server.port)
            try await other.send("GET /prepared HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await other.answer().status == 200)
        }
        #expect(lines.all.filter { $0.contains("status=400") }.count == 1)
    }

    @Test(
        "a header section over 16 KiB is answered 431, however it is filled",
        arguments: [
            "GET /\(String(repeating: "a", count: 17_000)) HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "a", count: 17_000))\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\n\(String(repeating: "X-Field: a value\r\n", count: 1_100))\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nX:\(String(repeating: " ", count: 80_000))",
            String(repeating: "\r\n", count: 40_000),
        ])
    func headerTooLarge(request: String) async throws {
        try await withServer { server in
            let client = try await RawClient.connect(server.port)
            try await client.send(request)
            let answer = try await client.answer()
            #expect(answer.status == 431)
            #expect(answer.body.contains("header_fields_too_large"))
            #expect(await client.rest() == "")
        }
    }

    @Test("a header section just under the limit is served")
    func headerAtLimit() async throws {
        try await withServer { server in
            let client = try await RawClient.connect(server.port)
            let value = String(repeating: "a", count: 15_500)
            try await client.send("GET /prepared HTTP/1.1\r\nHost: a\r\nX: \(value)\r\n\r\n")
            #expect(try await client.answer().status == 200)
        }
    }

    @Test("a chunk that breaks its framing still gets an answer with the fields of the route")
    func brokenChunkOnRoute() async throws {
        try await withServer { server in
            let client = try await RawClient.connect(server.port)
            try await client.send(
                "POST /cors HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\nzz\r\n")
            let answer = try await client.answer()
            #expect(answer.status == 400)
            #expect(answer["Access-Control-Allow-Origin"] == "*")
        }
    }
}
