internal import Glibc

/// Tells how long it has been since some moment before the start: goes on evenly, while the machine sleeps too, whatever is done to the
/// time of day. Passed in wherever a span of time must not depend on that.
package struct Uptime: Sendable {
    private let read: @Sendable () -> Duration

    package init(_ read: @escaping @Sendable () -> Duration) {
        self.read = read
    }

    /// Goes along with a clock that somebody moves.
    package init(with clock: Clock) {
        read = { .milliseconds(clock.now.milliseconds) }
    }

    package var now: Duration { read() }

    package static let system = Uptime {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
