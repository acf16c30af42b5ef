internal import Endpoint
internal import OAuthModel

/// Asks whether a request is within a limit that many processes count together, before its handler sees it.
struct SharedLimitHandler: EndpointWrapper {
    let limiter: SharedLimiter
    let refusal: TooManyRequests
    let handler: any EndpointHandler

    func respond(to request: EndpointRequest) async -> EndpointResponse {
        if case .refused(let wait) = await limiter.admit(PeerKey(request.head.peer)) {
            return refusal.answer(to: request.head, wait: wait)
        }
        return await handler.begin(request).response
    }
}

/// Counts for each peer of one route, together with every process on the same store.
///
/// Alone while the store can't be used: an outage neither opens the door nor locks anyone out.
struct SharedLimiter: Sendable {
    let route: String
    let counting: SharedCounting
    /// Counts what the store can't.
    let own: RateLimiter
    let clock: Clock

    func admit(_ peer: PeerKey) async -> Admission {
        let rate = own.rate
        do throws(CountingFailure) {
            let admission = try await counting.admit(peer.bytes, route, rate)
            // Whatever the store says, nobody waits for longer than a window.
            if case .refused(let wait) = admission { return .refused(wait: min(wait, rate.period)) }
            return admission
        } catch {
            let now = clock.now
            counting.outage.failed(error.reason, now: now)
            return own.admit(peer, now: now)
        }
    }
}
