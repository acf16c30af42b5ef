import NIOCore

/// How long each phase may last.
///
/// One timer serves all: it is set at latest for the deadline that holds when it is set, and looks anew when it fires. So
/// a request costs a comparison and no timer of its own.
extension Connection: NIOScheduledCallbackHandler {
    func schedule() {
        guard phase != .closed else { return }
        deadline = currentDeadline()
        guard deadline < timerDeadline else { return }
        timer?.cancel()
        timerDeadline = deadline
        timer = try? loop.eventLoop.scheduleCallback(at: deadline, handler: self)
    }

    func handleScheduledCallback(eventLoop: some EventLoop) {
        timer = nil
        timerDeadline = .distantFuture
        if eventLoop.now >= deadline { expire() }
        if !isReading { settle() }
    }

    private func currentDeadline() -> NIODeadline {
        let stalled = stalledSince.map { $0 + limits(of: number).write } ?? .distantFuture
        switch phase {
        case .waiting:
            return min(stalled, nextHead.started.map { $0 + limits(of: number + 1).head } ?? idleDeadline)
        case .receiving:
            guard let exchange else { return loop.eventLoop.now }
            return exchange.started + limits(of: number).body(after: exchange.body.count + exchange.dropped)
        case .responding: return respondDeadline
        case .streaming: return stalled
        case .lingering: return lingerDeadline
        case .closed: return .distantFuture
        }
    }

    /// A request has to the end the limits that it began with.
    private func limits(of number: UInt64) -> TimeLimits {
        if let former, number <= former.number { former.limits.limits } else { loop.limits }
    }

    /// The loop has other limits, or trusts others: from the next request on.
    func adopt(_ limits: FormerLimits) {
        let isIdle = phase == .waiting && !nextHead.hasBegun && stalledSince == nil
        let begun = phase == .waiting && nextHead.hasBegun ? number + 1 : number
        if isIdle {
            former = nil
        } else if (former?.number ?? 0) < begun {
            former = (limits, begun)
        }
        judgePeer()
        schedule()
    }

    private var idleDeadline: NIODeadline {
        if let since = loop.quiescingSince { return since + loop.limits.farewell }
        return idleSince + loop.limits.idle
    }

    private func expire() {
        switch phase {
        case .waiting where nextHead.hasBegun && stalledSince == nil: refuse(.slow)
        case .receiving: refuse(.slow)
        case .responding:
            task?.cancel()
            refuse(.handlerTimeout)
        case .waiting, .streaming, .lingering: abort()
        case .closed: break
        }
    }
}

/// The time limits of requests that had begun when their loop got others: one for all of them.
final class FormerLimits {
    let limits: TimeLimits

    init(_ limits: TimeLimits) {
        self.limits = limits
    }
}
