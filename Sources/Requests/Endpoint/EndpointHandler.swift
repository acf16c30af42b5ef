// HTTP as handlers see it: a request and a response as plain values, and how a handler gives its answer.
// Nothing here knows a transport, so a handler can be called without one.

/// One endpoint: a request in, an answer out.
///
/// Both functions run on the event loop of their connection and must not block it.
package protocol EndpointHandler: Sendable {
    /// One that never suspends is answered without leaving the loop's current turn; one that waits for a store resumes there.
    func respond(to request: EndpointRequest) async -> EndpointResponse

    /// What the transport calls. Unless a handler knows better, its `respond` is what is left to do.
    ///
    /// For the handlers of hot paths, whose answer is usually at hand: starting a task costs a tenth of such a request.
    func begin(_ request: EndpointRequest) -> EndpointProgress

    /// The largest body in bytes that is read of a request with this head, `limit` being the route's. Asked before more than
    /// ``EndpointPolicy/smallBody`` is read.
    func bodyLimit(for head: RequestHead, upTo limit: Int) -> Int
}

/// A handler in front of another one of the same route. What the transport asks of a handler before it calls it, the inner one
/// answers.
package protocol EndpointWrapper: EndpointHandler {
    var handler: any EndpointHandler { get }
}

extension EndpointWrapper {
    package func bodyLimit(for head: RequestHead, upTo limit: Int) -> Int {
        handler.bodyLimit(for: head, upTo: limit)
    }
}

/// How far a handler came without waiting.
package enum EndpointProgress: Sendable {
    case done(EndpointResponse)
    /// The rest runs as a task on the same event loop.
    case waiting(@Sendable () async -> EndpointResponse)
}

extension EndpointHandler {
    package func begin(_ request: EndpointRequest) -> EndpointProgress {
        .waiting { await respond(to: request) }
    }

    package func bodyLimit(for head: RequestHead, upTo limit: Int) -> Int { limit }
}

extension EndpointProgress {
    /// The answer, waited for if need be.
    package var response: EndpointResponse {
        get async {
            switch self {
            case .done(let response): response
            case .waiting(let rest): await rest()
            }
        }
    }
}

/// What a route asks of the transport, settled when the manifest is compiled.
package struct EndpointPolicy: Sendable {
    /// A body up to this many bytes is read of anybody, if the route's limit allows it.
    package static let smallBody = 65_536

    /// Largest body in bytes that is read; more is answered 413.
    package let bodyLimit: Int
    /// How long the handler may take before the peer is answered 503.
    package let timeout: Duration
    /// Header fields that every answer of the route carries, errors of the transport included.
    package let headers: HeaderBlock
    /// The route's name, for the log.
    package let name: String

    package init(name: String, bodyLimit: Int, timeout: Duration, headers: HeaderBlock = .empty) {
        self.name = name
        self.bodyLimit = bodyLimit
        self.timeout = timeout
        self.headers = headers
    }
}

/// Where a request goes, decided on its head alone.
package enum RouteDecision: Sendable {
    /// Answered without a handler: a prepared document, a preflight, 404, 405, 429. The body is read and dropped.
    case answer(EndpointResponse, route: String?)
    case endpoint(any EndpointHandler, EndpointPolicy)
}

/// The compiled routes, as the transport sees them. Called on event loops: must neither block nor suspend.
package protocol EndpointTable: Sendable {
    func decide(_ head: RequestHead) -> RouteDecision

    /// What a browser is shown whose header section is too large; nil: JSON, as for programs.
    var headerTooLargePage: EndpointResponse? { get }
}

extension EndpointTable {
    package var headerTooLargePage: EndpointResponse? { nil }
}
