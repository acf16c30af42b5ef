internal import Endpoint

/// A static document with the answers that it can get.
struct PreparedDocument: Sendable {
    private let tag: EntityTag
    private let full: EndpointResponse
    /// Nil where conditions are not looked at (RFC 9110 §13.2.1: the answer without them is not a 2xx).
    private let notModified: EndpointResponse?

    /// `cache` nil: it may not be kept. `headers` are those of the route.
    init(_ document: StaticDocument, cache: Duration?, headers: HeaderBlock) {
        tag = EntityTag(of: document.body)
        let isFound = (200..<300).contains(document.status)
        // A 304 repeats what a cache would replace in its copy (RFC 9110 §15.4.5), and nothing of the document.
        var shared = headers.adding([
            "Cache-Control": document.isLasting
                ? "public, max-age=31536000, immutable"
                : cache.map { "public, max-age=\($0.components.seconds)" } ?? "no-store"
        ])
        if isFound { shared.add("ETag", tag.text) }
        notModified = isFound ? EndpointResponse(status: 304, headers: shared) : nil
        full = EndpointResponse(
            status: document.status, headers: shared.adding(document.headers), body: document.body)
    }

    /// For GET and HEAD alike; the transport leaves the body of the latter out.
    func answer(to head: RequestHead) -> EndpointResponse {
        let conditions = head.headers.all("if-none-match")
        guard !conditions.isEmpty, let notModified, tag.isNamed(in: conditions) else { return full }
        return notModified
    }
}

extension HeaderBlock {
    func adding(_ fields: KeyValuePairs<String, String>) -> HeaderBlock {
        adding(HeaderBlock(fields))
    }
}
