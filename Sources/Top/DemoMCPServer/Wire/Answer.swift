import Endpoint
import JSON

/// The answers of this server, apart from those a tool streams.
enum Answer {
    /// JSON that no cache keeps, with the newline a terminal likes.
    static func json(
        status: Int = 200, _ object: JSONObject, headers: HeaderBlock = .empty, _ decision: DemoDecision,
        for caller: TokenClaims? = nil
    ) -> DemoAnswer {
        DemoAnswer(
            EndpointResponse(
                status: status, headers: HeaderBlock.json.adding(headers),
                body: JSONValue.object(object).serialized() + [newline]), decision, for: caller)
    }

    /// A refusal outside of JSON-RPC; the description is a literal of ours.
    static func refusal(
        status: Int, _ error: String, _ description: String, headers: HeaderBlock = .empty,
        _ decision: DemoDecision
    ) -> DemoAnswer {
        DemoAnswer(EndpointResponse.error(status, error, description).adding(headers), decision)
    }

    static func unavailable(_ failure: Unavailable) -> DemoAnswer {
        refusal(
            status: 503, "temporarily_unavailable",
            "the authorization server does not answer; the token may be good, so try again",
            headers: HeaderBlock(["Retry-After": String(failure.retryAfter)]), .unavailable(failure))
    }

    /// The public documents that may be kept for a while, with a newline at their end.
    static func document(_ body: [UInt8], maxAge: Int) -> EndpointResponse {
        EndpointResponse(
            status: 200,
            headers: HeaderBlock([
                "Content-Type": MediaType.json, "Cache-Control": "public, max-age=\(maxAge)",
            ]),
            body: body.last == newline ? body : body + [newline])
    }

    private static let newline = UInt8(ascii: "\n")
}
