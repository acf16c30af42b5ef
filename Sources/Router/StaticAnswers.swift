internal import Endpoint
internal import JSON
internal import WireText

extension EndpointResponse {
    /// An error in the form in which all OAuth endpoints have theirs.
    static func error(_ status: Int, _ code: String, _ description: String, headers: HeaderBlock)
        -> EndpointResponse
    {
        let body: JSONValue = ["error": .string(code), "error_description": .string(description)]
        return EndpointResponse(
            status: status,
            headers: headers.adding("Content-Type", "application/json").adding("Cache-Control", "no-store"),
            body: body.serialized() + "\n".utf8)
    }

    func adding(_ fields: KeyValuePairs<String, String>) -> EndpointResponse {
        adding(HeaderBlock(fields))
    }

    func adding(_ block: HeaderBlock) -> EndpointResponse {
        var answer = self
        answer.headers.add(block)
        return answer
    }

    func refusing(because cause: String) -> EndpointResponse {
        var answer = self
        answer.cause = cause
        return answer
    }
}

extension RequestHead {
    /// A person is waiting for this answer, not a program.
    var wantsPage: Bool {
        headers.all("accept").contains { $0.containsIgnoringCase("text/html") }
    }
}
