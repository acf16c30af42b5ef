import Endpoint
import NIOCore

/// One request and what is on its way to become its answer.
struct Exchange {
    /// What answers the request, once it is here in full.
    enum Destination {
        case answer(EndpointResponse)
        case endpoint(any EndpointHandler, EndpointPolicy)
    }

    let head: RequestHead
    let destination: Destination
    let route: String?
    let started: NIODeadline
    let isHTTP10: Bool
    /// The connection may be used again after the answer, as far as the request is concerned.
    let keepsAlive: Bool
    var body: [UInt8] = []
    /// The body has been received to its end.
    var isComplete = false
    /// Bytes of a body that nobody wants.
    var dropped = 0

    init(_ message: MessageHead, _ head: RequestHead, _ decision: RouteDecision, started: NIODeadline) {
        self.head = head
        self.started = started
        isHTTP10 = message.isHTTP10
        keepsAlive = message.keepsAlive && !message.wantsUpgrade
        switch decision {
        case .answer(let response, let route):
            destination = .answer(response)
            self.route = route
        case .endpoint(let handler, let policy):
            destination = .endpoint(handler, policy)
            route = policy.name
        }
    }

    /// What the route adds to each answer. Prepared answers have it in them already.
    var routeHeaders: HeaderBlock {
        guard case .endpoint(_, let policy) = destination else { return .empty }
        return policy.headers
    }
}
