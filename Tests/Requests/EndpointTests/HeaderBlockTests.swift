import Endpoint
import Testing
import WireText

@Suite("header fields of an answer")
struct HeaderBlockTests {
    @Test("are kept as they are sent, in their order")
    func bytes() {
        let block = HeaderBlock(["Cache-Control": "no-store"]).adding("Vary", "Origin")
        #expect(String(decoding: block.bytes, as: UTF8.self) == "Cache-Control: no-store\r\nVary: Origin\r\n")
        #expect(block.adding(.empty) == block)
        #expect(HeaderBlock.empty.adding(block) == block)
    }

    @Test(
        "a value can't break out of its line",
        arguments: ["a\r\nSet-Cookie: b=c", "a\nb", "a\rb", "a\u{0}b", "a\u{7f}b"])
    func injection(value: String) {
        let bytes = HeaderBlock(["X-Note": value]).bytes
        #expect(bytes.suffix(2) == [0x0d, 0x0a])
        #expect(bytes.dropLast(2).allSatisfy { $0 >= 0x20 && $0 != 0x7f })
        #expect(bytes.count == "X-Note: \r\n".utf8.count + value.utf8.count)
    }

    @Test("whom a limit refuses is told when to come back")
    func limited() {
        let answer = EndpointResponse(status: 429).limited(to: 5, seconds: 12)
        #expect(answer.headers.fields["retry-after"] == "12")
        #expect(answer.headers.fields["ratelimit-limit"] == "5")
        #expect(answer.headers.fields["ratelimit-remaining"] == "0")
        #expect(answer.headers.fields["ratelimit-reset"] == "12")
    }

    @Test(
        "a failure is what the client did wrong: not that it came too often, nor what the server failed at",
        arguments: [
            (200, false), (302, false), (400, true), (401, true), (404, true), (429, false), (503, false),
        ])
    func failures(status: Int, isFailure: Bool) {
        #expect(EndpointResponse(status: status).isFailure == isFailure)
    }
}
