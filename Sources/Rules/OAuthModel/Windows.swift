/// How often each of many has done something in its present window.
///
/// A window opens with the first time and closes one period later; in it `count` times pass. So at the turn of two windows
/// up to twice as many can come close together, and in return who is refused is told exactly when all is well again.
///
/// All windows are of one length, so they close in the order in which they opened. Memory is bounded: where more than
/// `capacity` are open, the oldest is forgotten, and whose it was starts afresh.
package struct Windows<Key: Hashable & Sendable>: Sendable {
    private let rate: Rate
    private let capacity: Int
    private var open: [Key: Window] = [:]
    /// The oldest first, from `oldest` on.
    private var order: [(key: Key, start: Timestamp)] = []
    private var oldest = 0

    private struct Window {
        let start: Timestamp
        var count: Int

        /// Also when it opened in the future: the clock has been put back.
        func isOver(_ now: Timestamp, _ period: Duration) -> Bool {
            now < start || now >= start.advanced(by: period)
        }
    }

    package init(_ rate: Rate, capacity: Int) {
        self.rate = rate
        self.capacity = max(1, capacity)
    }

    /// How many are remembered.
    package var count: Int { open.count }

    /// Counts one more, unless the window is full.
    package mutating func admit(_ key: Key, now: Timestamp) -> Admission {
        forget(now)
        guard let window = open[key], !window.isOver(now, rate.period) else {
            if order.count - oldest >= capacity { forgetOldest() }
            open[key] = Window(start: now, count: 1)
            order.append((key, now))
            return .admitted
        }
        guard window.count < rate.count else { return .refused(wait: wait(window, now)) }
        open[key]?.count += 1
        return .admitted
    }

    /// How long until one more would be admitted; nil when it would be now. Counts nothing.
    package func wait(for key: Key, now: Timestamp) -> Duration? {
        guard let window = open[key], !window.isOver(now, rate.period), window.count >= rate.count else {
            return nil
        }
        return wait(window, now)
    }

    private func wait(_ window: Window, _ now: Timestamp) -> Duration {
        window.start.advanced(by: rate.period).since(now)
    }

    /// Drops the windows that are over: each is dropped once, so a request pays for one on average.
    private mutating func forget(_ now: Timestamp) {
        while oldest < order.count {
            guard Window(start: order[oldest].start, count: 0).isOver(now, rate.period) else { return }
            forgetOldest()
        }
    }

    private mutating func forgetOldest() {
        let (key, start) = order[oldest]
        // After a clock was put back the key may have a newer window, which stays.
        if open[key]?.start == start { open[key] = nil }
        oldest += 1
        if oldest * 2 > order.count, oldest >= 64 || oldest == order.count {
            order.removeFirst(oldest)
            oldest = 0
        }
    }
}
