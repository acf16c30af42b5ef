internal import Endpoint
internal import OAuthModel

/// Counts what failed, once it has: a full window turns further failures into 429, and what succeeds is never refused.
///
/// For endpoints to which services come that act for many people: their requests share few addresses, and what one of these
/// people does wrong must not lock out the others.
struct FailureLimitHandler: EndpointWrapper {
    enum Limiter: Sendable {
        case own(RateLimiter, Clock)
        case shared(SharedLimiter)
    }

    let limiter: Limiter
    let refusal: TooManyRequests
    let handler: any EndpointHandler

    func respond(to request: EndpointRequest) async -> EndpointResponse {
        await begin(request).response
    }

    /// A handler that answers at once still does, but for a failure that the store has to count.
    func begin(_ request: EndpointRequest) -> EndpointProgress {
        let head = request.head
        switch handler.begin(request) {
        case .done(let answer):
            guard answer.isFailure else { return .done(answer) }
            switch limiter {
            case .own(let own, let clock):
                return .done(judge(answer, head, own.admit(PeerKey(head.peer), now: clock.now)))
            case .shared: return .waiting { await judged(answer, head) }
            }
        case .waiting(let rest):
            return .waiting {
                let answer = await rest()
                return answer.isFailure ? await judged(answer, head) : answer
            }
        }
    }

    private func judged(_ failure: EndpointResponse, _ head: RequestHead) async -> EndpointResponse {
        let peer = PeerKey(head.peer)
        return switch limiter {
        case .own(let own, let clock): judge(failure, head, own.admit(peer, now: clock.now))
        case .shared(let shared): judge(failure, head, await shared.admit(peer))
        }
    }

    private func judge(
        _ failure: EndpointResponse, _ head: RequestHead, _ admission: Admission
    ) -> EndpointResponse {
        switch admission {
        case .admitted: failure
        case .refused(let wait): refusal.answer(to: head, wait: wait, instead: failure.cause)
        }
    }
}
