import NIOCore

/// How long to wait between attempts to connect.
struct Backoff: Sendable {
    let shortest: TimeAmount
    let longest: TimeAmount
    let random: @Sendable () -> Double

    init(_ options: RedisOptions) {
        shortest = max(TimeAmount(options.shortestPause), .milliseconds(1))
        longest = max(TimeAmount(options.longestPause), shortest)
        random = options.random
    }

    /// Doubles with each failure up to the longest; half of it is random, so that those who lost a server together don't all come
    /// back together.
    func pause(after failures: Int) -> TimeAmount {
        let doubled = shortest.nanoseconds.multipliedReportingOverflow(
            by: 1 << Int64(max(0, min(failures - 1, 30))))
        let full = doubled.overflow ? longest.nanoseconds : min(doubled.partialValue, longest.nanoseconds)
        let chance = random()
        let share = chance > 0 ? min(chance, 1) : 0
        return .nanoseconds(full / 2 + Int64(Double(full / 2) * share))
    }
}
