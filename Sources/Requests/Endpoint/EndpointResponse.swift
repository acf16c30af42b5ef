package import Web

/// The answer to a request.
///
/// `Date`, `X-Request-Id`, `Content-Length` and `Connection` belong to the transport and are not among the headers;
/// what the route adds to each of its answers (CORS, headers of the manifest) is in its ``EndpointPolicy``.
package struct EndpointResponse: Sendable {
    package var status: Int
    package var headers: HeaderBlock
    package var body: Body
    /// Why this answer is a refusal, for the operator's log. Never sent, never contains a secret.
    package var cause: AnswerCause?

    /// The request was wrong: what a limit of failures counts. Not one that came too often, nor what the server failed at.
    package var isFailure: Bool { (400..<500).contains(status) && status != 429 }

    package enum Body: Sendable {
        case bytes([UInt8])
        /// Sent in pieces as they come, for as long as the closure runs (server-sent events).
        case stream(@Sendable (any BodyWriter) async throws -> Void)
    }

    package init(status: Int, headers: HeaderBlock = .empty, body: [UInt8] = [], cause: String? = nil) {
        self.status = status
        self.headers = headers
        self.body = .bytes(body)
        self.cause = cause.map(AnswerCause.words)
    }

    package init(
        status: Int, headers: HeaderBlock = .empty,
        stream: @escaping @Sendable (any BodyWriter) async throws -> Void
    ) {
        self.status = status
        self.headers = headers
        body = .stream(stream)
    }
}

/// Why an answer is a refusal.
package enum AnswerCause: Sendable {
    /// An endpoint says so, which has told by itself whoever wants to know.
    case words(String)
    /// The same, as a value of a closed list.
    case reason(any Reason)
    /// The transport or the router answered in the place of an endpoint.
    case refused(HTTPRefusal)

    package var text: String {
        switch self {
        case .words(let words): words
        case .reason(let reason): reason.name
        case .refused(let refusal): refusal.text
        }
    }
}

/// Where a streamed answer goes.
package protocol BodyWriter: Sendable {
    /// Sends one piece at once. Throws when the peer is gone; the stream should then end.
    func write(_ bytes: [UInt8]) async throws
}
