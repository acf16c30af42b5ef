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
        let limits = loop.limits
        let stalled = stalledSince.map { $0 + limits.write } ?? .distantFuture
        switch phase {
        case .waiting:
            return min(stalled, nextHead.started.map { $0 + limits.head } ?? idleDeadline)
        case .receiving:
            guard let exchange else { return loop.eventLoop.now }
            return exchange.started + limits.body(after: exchange.body.count + exchange.dropped)
        case .responding: return respondDeadline
        case .streaming: return stalled
        case .lingering: return lingerDeadline
        case .closed: return .distantFuture
        }
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
