package import JSON

extension EndpointResponse {
    /// An error as all OAuth endpoints tell it (RFC 6749 §5.2): JSON with a newline at its end, never cached.
    ///
    /// - Parameters:
    ///   - description: A literal of ours.
    ///   - headers: What stands before the headers of the error itself.
    package static func error(
        _ status: Int, _ code: String, _ description: String, headers: HeaderBlock = .empty,
        cause: String? = nil
    ) -> EndpointResponse {
        EndpointResponse(
            status: status, headers: headers.adding(.json),
            body: JSONValue.object(.error(code, description)).serialized() + [UInt8(ascii: "\n")],
            cause: cause)
    }

    package func adding(_ block: HeaderBlock) -> EndpointResponse {
        var answer = self
        answer.headers.add(block)
        return answer
    }
}

extension JSONObject {
    /// What an error consists of, for an answer that says more than that. `code` is nil where nothing was wrong with the request, and
    /// something is missing (RFC 6750 §3.1).
    package static func error(_ code: String?, _ description: String) -> JSONObject {
        JSONObject(["error": code.map { .string($0) }, "error_description": .string(description)])
    }
}

extension HeaderBlock {
    /// Of JSON that no cache keeps (RFC 6749 §5.1).
    package static let json = HeaderBlock([
        "Content-Type": "application/json", "Cache-Control": "no-store",
    ])
}
