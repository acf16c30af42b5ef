internal import Endpoint
internal import JSON

/// A JSON document that is the same for everybody until the next start, with the answers that it can get.
struct PreparedDocument: Sendable {
    private let tag: EntityTag
    private let full: EndpointResponse
    private let notModified: EndpointResponse

    /// `cache` nil: it may not be kept. `headers` are those of the route.
    init(_ document: JSONValue, cache: Duration?, headers: HeaderBlock) {
        let body = document.serialized() + "\n".utf8
        tag = EntityTag(of: body)
        // A 304 repeats what a cache would replace in its copy (RFC 9110 §15.4.5), and nothing of the document.
        let shared = headers.adding([
            "Cache-Control": cache.map { "public, max-age=\($0.components.seconds)" } ?? "no-store",
            "ETag": tag.text,
        ])
        notModified = EndpointResponse(status: 304, headers: shared)
        full = EndpointResponse(
            status: 200, headers: shared.adding("Content-Type", "application/json"), body: body)
    }

    /// For GET and HEAD alike; the transport leaves the body of the latter out.
    func answer(to head: RequestHead) -> EndpointResponse {
        let conditions = head.headers.all("if-none-match")
        return !conditions.isEmpty && tag.isNamed(in: conditions) ? notModified : full
    }
}

extension HeaderBlock {
    func adding(_ fields: KeyValuePairs<String, String>) -> HeaderBlock {
        adding(HeaderBlock(fields))
    }
}
