import Endpoint
import JSON

/// The answers of this server, apart from those a tool streams.
enum Answer {
    /// JSON that no cache keeps, with the newline a terminal likes.
    static func json(
        status: Int = 200, _ value: JSONValue, headers: HeaderBlock = .empty, cause: String? = nil
    ) -> EndpointResponse {
        EndpointResponse(
            status: status,
            headers: HeaderBlock(["Content-Type": MediaType.json, "Cache-Control": "no-store"]).adding(
                headers),
            body: value.serialized() + [UInt8(ascii: "\n")], cause: cause)
    }

    static func json(
        status: Int, _ value: JSONValue, headers: KeyValuePairs<String, String>, cause: String? = nil
    ) -> EndpointResponse {
        json(status: status, value, headers: HeaderBlock(headers), cause: cause)
    }

    /// A refusal outside of JSON-RPC; the description is a literal of ours.
    static func refusal(
        status: Int, _ error: String, _ description: String, headers: HeaderBlock = .empty,
        cause: String? = nil
    ) -> EndpointResponse {
        json(
            status: status, ["error": .string(error), "error_description": .string(description)],
            headers: headers, cause: cause ?? description)
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
