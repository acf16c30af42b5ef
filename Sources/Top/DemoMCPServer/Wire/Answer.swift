import Endpoint
import JSON

/// The answers of this server, apart from those a tool streams.
enum Answer {
    /// JSON that no cache keeps, with the newline a terminal likes.
    static func json(
        status: Int = 200, _ object: JSONObject, headers: HeaderBlock = .empty, cause: String? = nil
    ) -> EndpointResponse {
        EndpointResponse(
            status: status, headers: HeaderBlock.json.adding(headers),
            body: JSONValue.object(object).serialized() + [newline], cause: cause)
    }

    /// A refusal outside of JSON-RPC; the description is a literal of ours.
    static func refusal(
        status: Int, _ error: String, _ description: String, headers: HeaderBlock = .empty,
        cause: String? = nil
    ) -> EndpointResponse {
        EndpointResponse.error(status, error, description, cause: cause ?? description).adding(headers)
    }

    static func unavailable(_ failure: Unavailable) -> EndpointResponse {
        refusal(
            status: 503, "temporarily_unavailable",
            "the authorization server does not answer; the token may be good, so try again",
            headers: HeaderBlock(["Retry-After": String(failure.retryAfter)]), cause: failure.cause)
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
