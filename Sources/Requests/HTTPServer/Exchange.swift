import Endpoint
import NIOCore

/// One request and what is on its way to become its answer.
final class Exchange {
    let head: RequestHead
    let decision: RouteDecision
    let started: NIODeadline
    let isHTTP10: Bool
    /// The connection may be used again after the answer, as far as the request is concerned.
    let keepsAlive: Bool
    @exclusivity(unchecked) var body: [UInt8] = []
    /// Bytes of the body that its handler has got.
    @exclusivity(unchecked) var handedOver = 0
    /// The largest body that is read, as far as it is known yet; see ``EndpointHandler/bodyLimit(for:upTo:)``.
    @exclusivity(unchecked) var bodyLimit = 0
    /// The body has been received to its end.
    @exclusivity(unchecked) var isComplete = false
    /// Bytes of a body that nobody wants.
    var dropped = 0

    init(_ message: MessageHead, _ head: RequestHead, _ decision: RouteDecision, started: NIODeadline) {
        self.head = head
        self.decision = decision
        self.started = started
        isHTTP10 = message.isHTTP10
        keepsAlive = message.keepsAlive && !message.wantsUpgrade
    }

    var route: String? {
        switch decision {
        case .answer(_, let route): route
        case .endpoint(_, let policy): policy.name
        }
    }

    /// What the route adds to each answer. Prepared answers have it in them already.
    var routeHeaders: HeaderBlock {
        switch decision {
        case .answer: .empty
        case .endpoint(_, let policy): policy.headers
        }
    }
}
