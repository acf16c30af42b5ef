import NIOCore

/// Those who wait until it is known which node has which slots, in the order in which they came. Lives on its event loop.
final class MapWait {
    private let eventLoop: any EventLoop
    private var waiting: [(number: Int, proceed: () -> Void, timer: Scheduled<Void>)] = []
    private var last = 0

    init(on eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    var count: Int { waiting.count }

    /// - Parameter proceed: Called once: at the end of the wait, or when its own time is over.
    func add(within limit: TimeAmount, _ proceed: @escaping () -> Void) {
        last += 1
        let number = last
        let timer = eventLoop.assumeIsolated().scheduleTask(in: limit) {
            guard let index = self.waiting.firstIndex(where: { $0.number == number }) else { return }
            self.waiting.remove(at: index).proceed()
        }
        waiting.append((number, proceed, timer))
    }

    func end() {
        let ended = waiting
        waiting = []
        for one in ended {
            one.timer.cancel()
            one.proceed()
        }
    }
}
