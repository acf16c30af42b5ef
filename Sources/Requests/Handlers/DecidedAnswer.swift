package import Endpoint
package import OAuthCore
package import OAuthModel
import Web

/// An answer, and what was decided with it: one is not to be had without the other.
package struct DecidedAnswer: Sendable {
    package var response: EndpointResponse
    package let decision: Decision
    /// What was decided on the way to it.
    package let earlier: [Decision]
    /// Of the login that it belongs to.
    package let flow: FlowID?

    package init(
        _ response: EndpointResponse, _ decision: Decision, after earlier: [Decision] = [],
        in flow: FlowID? = nil
    ) {
        self.response = response
        self.decision = decision
        self.earlier = earlier
        self.flow = flow
    }
}

extension Decided {
    /// As an answer over HTTP.
    func answered(_ render: (Answer) -> EndpointResponse) -> DecidedAnswer {
        DecidedAnswer(render(answer), decision, after: earlier, in: flow)
    }
}

/// An endpoint that says what it decides. As ``EndpointHandler``, which it becomes by ``Telling``.
package protocol DecidingHandler: Sendable {
    func respond(to request: EndpointRequest) async -> DecidedAnswer

    func begin(_ request: EndpointRequest) -> DecidingProgress

    func bodyLimit(for head: RequestHead, upTo limit: Int) -> Int
}

/// How far a handler came without waiting.
package enum DecidingProgress: Sendable {
    case done(DecidedAnswer)
    case waiting(@Sendable () async -> DecidedAnswer)
}

extension DecidingHandler {
    package func begin(_ request: EndpointRequest) -> DecidingProgress {
        .waiting { await respond(to: request) }
    }

    package func bodyLimit(for head: RequestHead, upTo limit: Int) -> Int { limit }
}

/// Tells a sink what its endpoint decides, and gives the answer on.
package struct Telling<Handler: DecidingHandler>: EndpointHandler {
    private let handler: Handler
    private let sink: any DecisionSink
    private let uptime: Uptime?

    /// - Parameter uptime: To tell how long an answer was waited for; `nil`: nobody wants to know.
    package init(_ handler: Handler, to sink: any DecisionSink, uptime: Uptime? = nil) {
        self.handler = handler
        self.sink = sink
        self.uptime = uptime
    }

    package func respond(to request: EndpointRequest) async -> EndpointResponse {
        await told(request.head) { await handler.respond(to: request) }
    }

    package func begin(_ request: EndpointRequest) -> EndpointProgress {
        switch handler.begin(request) {
        case .done(let answer): .done(tell(answer, request.head))
        case .waiting(let rest): .waiting { await told(request.head, rest) }
        }
    }

    package func bodyLimit(for head: RequestHead, upTo limit: Int) -> Int {
        handler.bodyLimit(for: head, upTo: limit)
    }

    private func told(
        _ head: RequestHead, _ rest: () async -> DecidedAnswer
    ) async -> EndpointResponse {
        let began = uptime?.now
        let answer = await rest()
        return tell(answer, head, waited: began.flatMap { began in uptime.map { $0.now - began } })
    }

    private func tell(
        _ answer: DecidedAnswer, _ head: RequestHead, waited: Duration? = nil
    ) -> EndpointResponse {
        guard answer.decision.isTold || !answer.earlier.isEmpty else { return answer.response }
        let attempt = Attempt(
            requestID: head.requestID, peer: head.peer.address, method: head.method.rawValue, path: head.path,
            origin: head.headers["origin"], flow: answer.flow, waited: waited)
        for decision in answer.earlier { sink.record(decision, of: attempt) }
        if answer.decision.isTold { sink.record(answer.decision, of: attempt) }
        guard let reason = answer.decision.reason else { return answer.response }
        var response = answer.response
        response.cause = .reason(reason)
        return response
    }
}
