import Endpoint
import Web

/// An answer that the transport gives by itself, before or in place of a handler's.
struct Refusal: Sendable {
    private(set) var response: EndpointResponse
    /// The rest of what the peer sends can't be told from a next request, or isn't wanted: the connection ends.
    let closes: Bool

    private init(
        _ status: Int, _ error: String, _ description: String, _ reason: HTTPReason, _ detail: String? = nil,
        extra: HeaderBlock = .empty, closes: Bool = true
    ) {
        response = .error(status, error, description).adding(extra)
        response.cause = .refused(HTTPRefusal(reason, detail))
        self.closes = closes
    }

    static func malformed(_ detail: String) -> Refusal {
        Refusal(400, "invalid_request", "the request is not well-formed HTTP", .malformed, detail)
    }

    /// For a person: what ``headerTooLarge`` says, on a page of the server.
    static func headerTooLarge(on page: EndpointResponse) -> Refusal {
        Refusal(page, cause: headerTooLarge.response.cause)
    }

    private init(_ page: EndpointResponse, cause: AnswerCause?) {
        response = page
        response.cause = cause
        closes = true
    }

    static let slow = Refusal(
        408, "request_timeout", "the request did not arrive in time", .slow)
    static let bodyTooLarge = Refusal(
        413, "content_too_large", "the request body is larger than this endpoint accepts",
        .bodyTooLarge)
    static let coded = Refusal(
        415, "unsupported_media_type", "the body has a Content-Encoding; send it without one",
        .coded, extra: HeaderBlock(["Accept-Encoding": "identity"]))
    static let expectation = Refusal(
        417, "expectation_failed", "the only supported expectation is 100-continue",
        .expectationUnknown)
    static let headerTooLarge = Refusal(
        431, "header_fields_too_large", "the request line and header fields are too large",
        .headerTooLarge)
    static let tooManyConnections = Refusal(
        503, "temporarily_unavailable", "the server has too many connections", .connectionsTaken,
        extra: HeaderBlock(["Retry-After": "1"]))
    static let tooManyConnectionsOfPeer = Refusal(
        429, "too_many_requests", "there are too many connections from this address",
        .connectionsOfPeerTaken, extra: HeaderBlock(["Retry-After": "1"]))
    static let tooMuch = Refusal(
        503, "temporarily_unavailable", "the server is receiving too much at once",
        .memoryTaken, extra: HeaderBlock(["Retry-After": "1"]))
    static let tooMuchOfPeer = Refusal(
        429, "too_many_requests", "this address is sending too much at once",
        .memoryOfPeerTaken, extra: HeaderBlock(["Retry-After": "1"]))
    static let handlerTimeout = Refusal(
        503, "temporarily_unavailable", "the server took too long to answer", .handlerTimeout,
        extra: HeaderBlock(["Retry-After": "1"]), closes: false)
}
