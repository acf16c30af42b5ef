import Sites
import Support
import Testing
import Web
import WireText

@testable import Fetching

@Suite("an answer")
struct AnswerTests {
    /// What becomes of it, without waiting for the end of the time.
    private func outcome(
        of answer: SiteAnswer, terms: FetchTerms = .document(.strangers)
    ) async throws -> Result<FetchedDocument, FetchFailure> {
        try await Sites.with { sites in
            try await sites.serve("client.example") { _ in answer }
            let fetcher = Fetcher(
                userAgent: "mcp-auth/1", world: sites.world())
            return await fetcher.attempt(try FetchURL("https://client.example/c"), terms)
        }
    }

    private static let json = #"{"client_id":"https://client.example/c"}"#
    private static let full = String(repeating: " ", count: 5 * 1024)

    private static func chunked(_ chunks: [String], fields: String = "", end: String = "0\r\n\r\n")
        -> SiteAnswer
    {
        .raw(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\(fields)\r\n"
                + chunks.map { String($0.utf8.count, radix: 16) + "\r\n" + $0 + "\r\n" }.joined() + end)
    }

    private static func untilClosed(_ body: String) -> SiteAnswer {
        .raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + body)
    }

    @Test("is asked for by one request that gives nothing away")
    func request() async throws {
        try await Sites.with { sites in
            for (name, port, host) in [
                ("a.example", 443, "a.example"), ("b.example", 8443, "b.example:8443"),
            ] {
                try await sites.serve(name, port: port) { _ in .http(Self.json) }
                let fetcher = Fetcher(userAgent: "mcp-auth/1", world: sites.world())
                let url = try FetchURL("https://\(name.uppercased()):\(port)/A%2fb/?q=%2E./x&y")
                #expect(
                    try await fetcher.attempt(url, .document(.strangers)).get().body == Array(Self.json.utf8))
                #expect(
                    sites.requests.all.last
                        == "GET /A%2fb/?q=%2E./x&y HTTP/1.1\r\nhost: \(host)\r\naccept: application/json\r\n"
                        + "accept-encoding: identity\r\nuser-agent: mcp-auth/1\r\nconnection: close\r\n\r\n")
            }
        }
    }

    @Test(
        "is taken with status 200, JSON by its type, in UTF-8",
        arguments: [
            "application/json", "Application/JSON", "application/json; charset=utf-8",
            "application/json;charset=\"UTF-8\"", "application/json ; v=1; charset=utf-8 ;",
            "application/cimd+json", "application/jwk-set+json", "application/vnd.x.y+JSON;a=\"b\"",
        ])
    func types(_ type: String) async throws {
        #expect(try await outcome(of: .http(Self.json, type: type)).get().body == Array(Self.json.utf8))
    }

    @Test(
        "is refused with any other type",
        arguments: [
            "text/html", "text/plain", "text/json", "application/javascript", "application/jsonp",
            "application/octet-stream", "application/jwt", "application/json+xml", "application", "json", "",
            "application/json, text/html", "application/json text/html", "application/ json", "image/x+json",
            "application/json; charset", "application/json; charset=utf-8; charset=utf-8",
            "application/json; charset=\"utf-8", "+json",
        ])
    func otherTypes(_ type: String) async throws {
        let result = try await outcome(of: .http(Self.json, type: type))
        guard case .failure(.mediaType(_)) = result else {
            Issue.record("\(type): \(result)")
            return
        }
    }

    @Test(
        "is refused in any other charset",
        arguments: ["utf-16", "iso-8859-1", "us-ascii", "utf8", "\"utf-16le\"", "utf-8x"])
    func charsets(_ charset: String) async throws {
        let result = try await outcome(of: .http(Self.json, type: "application/json; charset=\(charset)"))
        guard case .failure(.charset(_)) = result else {
            Issue.record("\(charset): \(result)")
            return
        }
    }

    @Test("is refused without a type, and with two")
    func noType() async throws {
        #expect(try await outcome(of: .http(Self.json, type: nil)) == .failure(.mediaType(nil)))
        let two = try await outcome(of: .http(Self.json, fields: ["Content-Type: application/json"]))
        #expect(two == .failure(.mediaType("application/json, application/json")))
    }

    @Test(
        "is refused with any other status",
        arguments: [
            "201 Created", "202 Accepted", "203 Other", "204 No Content", "206 Partial Content",
            "304 Not Modified",
            "400 Bad Request", "401 Unauthorized", "403 Forbidden", "404 Not Found", "410 Gone", "418 Teapot",
            "429 Too Many Requests", "500 Oops", "503 Unavailable", "599 X", "101 Switching Protocols",
        ])
    func statuses(_ status: String) async throws {
        let code = try #require(Int(status.prefix(3)))
        #expect(try await outcome(of: .http(Self.json, status: status)) == .failure(.status(code)))
    }

    @Test("is refused with a coding of its content, also one that is named twice or unknown")
    func codings() async throws {
        for coding in ["gzip", "br", "deflate", "GZIP", "x-unknown", "gzip, identity"] {
            let result = try await outcome(of: .http(Self.json, fields: ["Content-Encoding: \(coding)"]))
            let first = coding.split(separator: ",").first.map(String.init) ?? ""
            #expect(result == .failure(.contentCoding(.init(first))), "\(coding)")
        }
        #expect(try await outcome(of: .http(Self.json, fields: ["Content-Encoding: identity"])).isSuccess)
        let twice = SiteAnswer.raw(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"
        )
        #expect(try await outcome(of: twice) == .failure(.contentCoding("gzip")))
    }

    @Test("has 5 KiB at most, however its length is told")
    func size() async throws {
        let more = Self.full + "x"
        for answer in [SiteAnswer.http(Self.full), Self.chunked([Self.full]), Self.untilClosed(Self.full)] {
            #expect(try await outcome(of: answer).get().body == Array(Self.full.utf8))
        }
        for answer in [SiteAnswer.http(more), Self.chunked([Self.full, "x"]), Self.untilClosed(more)] {
            #expect(try await outcome(of: answer) == .failure(.tooLarge(5 * 1024)))
        }
        // The length alone is enough: nothing of the body is sent.
        let announced = SiteAnswer(
            bytes: Array(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5121\r\n\r\n".utf8),
            isClosedAfter: false)
        #expect(try await outcome(of: announced) == .failure(.tooLarge(5 * 1024)))
    }

    @Test("has 64 KiB at most where it is a key set")
    func sizeOfKeys() async throws {
        let full = String(repeating: " ", count: 64 * 1024)
        #expect(try await outcome(of: .http(full), terms: .keys(.strangers)).isSuccess)
        #expect(
            try await outcome(of: .http(full + " "), terms: .keys(.known)) == .failure(.tooLarge(64 * 1024)))
    }

    @Test("has bounds around its body too: its head, heads before it, chunks of a byte, trailers")
    func around() async throws {
        let field = "X-Long: " + String(repeating: "a", count: 20_000) + "\r\n"
        let many = (0..<4_000).map { "X-\($0): a\r\n" }.joined()
        let early = String(repeating: "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", count: 2_000)
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
        let answers = [
            SiteAnswer.raw(head + field + "Content-Length: 2\r\n\r\n{}"),
            .raw(head + many + "Content-Length: 2\r\n\r\n{}"),
            .raw(early + head + "Content-Length: 2\r\n\r\n{}"),
            .raw(
                head + "Transfer-Encoding: chunked\r\n\r\n1;" + String(repeating: "x", count: 60_000)
                    + "\r\n{\r\n"),
            .raw(
                head + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n" + field + field + field + "\r\n"),
        ]
        for (number, answer) in answers.enumerated() {
            #expect(try await !outcome(of: answer).isSuccess, "\(number)")
        }
        #expect(
            try await outcome(
                of: .raw(
                    "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + head + "Content-Length: 2\r\n\r\n{}")
            ).isSuccess)
    }

    @Test(
        "is refused when it isn't HTTP/1.1, or not whole",
        arguments: [
            "", "\r\n\r\n", "{}", "SSH-2.0-OpenSSH_9.6\r\n",
            "HTTP/2 200 OK\r\nContent-Type: application/json\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{} ",
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: -2\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 0x2\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99999999999999999999\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 3\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Le", "HTTP/1.1 200",
            "HTTP/1.1 200 OK\r\nContent-Type : application/json\r\nContent-Length: 2\r\n\r\n{}",
            "HTTP/1.1 abc OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
        ])
    func malformed(_ text: String) async throws {
        let result = try await outcome(of: .raw(text))
        switch result {
        case .failure(.malformed(_)), .failure(.connection(_)), .failure(.tls(_)): break
        default: Issue.record("\(result)")
        }
    }

    @Test("says how long it is fresh")
    func freshness() async throws {
        for (fields, expected) in [
            ([], nil), (["Cache-Control: max-age=300"], 300),
            (["Cache-Control: public, max-age=300, s-maxage=10"], 10),
            (["Cache-Control: MAX-AGE=\"300\"", "Age: 100"], 200),
            (["Cache-Control: max-age=5", "Age: 100"], 0),
            (["Cache-Control: max-age=300, no-store"], 0), (["Cache-Control: no-cache"], 0),
            (["Cache-Control: max-age=60", "Cache-Control: private"], 0), (["Cache-Control: max-age=x"], 0),
            (["Cache-Control: max-age"], 0), (["Cache-Control: max-age=-1"], 0),
            (["Cache-Control: public"], nil),
            (["Cache-Control: max-age=99999999999999999999"], 1 << 31),
            (["Expires: Sun, 06 Nov 1994 08:50:37 GMT", "Date: Sun, 06 Nov 1994 08:49:37 GMT"], 60),
            (
                [
                    "Expires: Thu, 29 Feb 2024 00:00:00 GMT", "Date: Wed, 28 Feb 2024 00:00:00 GMT",
                    "Age: 400",
                ], 86_000
            ),
            (["Expires: Sun, 06 Nov 1994 08:49:37 GMT", "Date: Sun, 06 Nov 1994 08:50:37 GMT"], 0),
            (["Expires: 0", "Date: Sun, 06 Nov 1994 08:50:37 GMT"], 0),
            (["Expires: Sun, 06 Nov 2094 08:49:37 GMT"], 0),
            (["Expires: Sunday, 06-Nov-94 08:49:37 GMT", "Date: Sun, 06 Nov 1994 08:49:37 GMT"], 0),
            (["Cache-Control: max-age=7", "Expires: 0"], 7),
        ] as [([String], Int?)] {
            let document = try await outcome(of: .http(Self.json, fields: fields)).get()
            #expect(document.freshness == expected.map { .seconds($0) }, "\(fields)")
        }
    }
}
