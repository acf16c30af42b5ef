import Endpoint
import HTTPServer
import Testing

@Suite("serving", .timeLimit(.minutes(1)))
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
            let id = try #require(answer["X-Request-Id"])
            #expect((16...32).contains(id.count) && id.allSatisfy { $0.isHexDigit && !$0.isUppercase })
            await client.close()
        }
    }
}
