import NIOCore

/// Thins out the lines of requests that are answered 503. While a store is away each of them is, for a reason that the first
/// line tells.
struct OutageLines {
    static let interval = TimeAmount.seconds(10)
    /// Reasons that are told apart.
    private static let limit = 16

    private struct Line {
        let time: NIODeadline
        var unlogged = 0
    }

    private var last: [String: Line] = [:]

    /// How many requests have gone without a line since the last one for this reason; nil: this one goes without.
    mutating func admit(_ cause: String, at now: NIODeadline) -> Int? {
        if let line = last[cause], now - line.time < Self.interval {
            last[cause]?.unlogged += 1
            return nil
        }
        let unlogged = last[cause]?.unlogged ?? 0
        if last[cause] == nil && last.count >= Self.limit { last = [:] }
        last[cause] = Line(time: now)
        return unlogged
    }
}
