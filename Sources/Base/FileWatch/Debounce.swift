/// Changes that come together are told once.
package struct Debounce: Sendable {
    /// So long after the last one.
    package var quiet: Duration
    /// And so long after the first one at the latest.
    package var limit: Duration

    package init(quiet: Duration = .milliseconds(25), limit: Duration = .milliseconds(250)) {
        self.quiet = quiet
        self.limit = limit
    }

    /// Changes that have not been told yet.
    struct Gathered {
        private var first: ContinuousClock.Instant?
        private var last: ContinuousClock.Instant?

        mutating func add(at now: ContinuousClock.Instant) {
            first = first ?? now
            last = now
        }

        /// When they are to be told; `nil` when there are none.
        func due(_ debounce: Debounce) -> ContinuousClock.Instant? {
            guard let first, let last else { return nil }
            return min(last.advanced(by: debounce.quiet), first.advanced(by: debounce.limit))
        }
    }
}
