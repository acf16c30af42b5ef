import Endpoint
import Testing

/// Every room answers errors with this one, so what it promises is promised here.
@Suite struct ErrorAnswerTests {
    @Test(
        "an error is JSON with its code and description, a newline at its end, and never cached (RFC 6749 §5.2)"
    )
    func error() {
        let answer = EndpointResponse.error(400, "invalid_request", "a 'word' is \"wrong\"", cause: "a word")
        #expect(answer.status == 400)
        #expect(answer.cause?.text == "a word")
        #expect(
            answer.headers.bytes
                == Array("Content-Type: application/json\r\nCache-Control: no-store\r\n".utf8))
        guard case .bytes(let body) = answer.body else {
            Issue.record("the body is a stream")
            return
        }
        #expect(
            body
                == Array(
                    #"{"error":"invalid_request","error_description":"a 'word' is \"wrong\""}"#.utf8) + [0x0a]
        )
    }

    @Test(
        "what the route adds to each answer stands before the error's own headers, what the error adds behind them"
    )
    func headers() {
        let answer = EndpointResponse.error(
            503, "temporarily_unavailable", "later", headers: HeaderBlock(["Vary": "Origin"])
        ).adding(HeaderBlock(["Retry-After": "1"]))
        #expect(
            answer.headers.fields.fields.map(\.name) == [
                "Vary", "Content-Type", "Cache-Control", "Retry-After",
            ])
    }
}
