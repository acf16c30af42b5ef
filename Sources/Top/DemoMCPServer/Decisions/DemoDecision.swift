import Endpoint

/// What this server decided with an answer. What it says of itself in the log is made of these (``DemoLog``).
enum DemoDecision: Sendable {
    /// A step on the way, which nobody would tell.
    case nothing
    /// There was no token: the client was told where to get one.
    case tokenAsked
    /// The header field has no token in it that could be one.
    case tokenUnreadable
    case tokenAmbiguous
    /// A token is worth nothing here.
    case tokenRefused(TokenObjection)
    case scopeMissing(needed: [String])
    /// Nobody could be asked what a token is worth.
    case unavailable(Unavailable)
    case called(tool: String)
    /// Of somebody who was let in: it is no MCP as this server speaks it.
    case misunderstood(String)
    /// A path, method or name that is not here.
    case elsewhere(String)

    /// Somebody will want to find the request again.
    var isRefusal: Bool {
        switch self {
        case .nothing, .tokenAsked, .called: false
        case .tokenUnreadable, .tokenAmbiguous, .tokenRefused, .scopeMissing, .unavailable, .misunderstood,
            .elsewhere:
            true
        }
    }

    enum Weight: Sendable {
        case untold, info, warning
    }

    var weight: Weight {
        switch self {
        case .nothing: .untold
        case .tokenAsked, .tokenUnreadable, .tokenAmbiguous, .tokenRefused, .scopeMissing, .called,
            .misunderstood, .elsewhere:
            .info
        case .unavailable: .warning
        }
    }
}

/// An answer, and what was decided with it: one is not to be had without the other.
struct DemoAnswer: Sendable {
    var response: EndpointResponse
    var decision: DemoDecision
    /// Who was let in.
    var caller: TokenClaims?

    init(_ response: EndpointResponse, _ decision: DemoDecision, for caller: TokenClaims? = nil) {
        self.response = response
        self.decision = decision
        self.caller = caller
    }
}

/// An endpoint that says what it decides.
protocol DecidingEndpoint: Sendable {
    func respond(to request: EndpointRequest) async -> DemoAnswer
}

/// Has the log tell what its endpoint decides, and gives the answer on.
struct Telling: EndpointHandler {
    let endpoint: any DecidingEndpoint
    let log: DemoLog

    func respond(to request: EndpointRequest) async -> EndpointResponse {
        let answer = await endpoint.respond(to: request)
        log.tell(answer, to: request.head)
        return answer.response
    }
}
