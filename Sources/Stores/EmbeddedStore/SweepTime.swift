import OAuthModel

/// How far the sweep believes the time of day, since what it removes is gone for good: as far as the machine has been running. A pure
/// value.
///
/// A clock that is set ahead ends what it says has expired, but that is still there when it is set right. A jump ahead that lasts a day
/// is believed; and what had expired at the start already, when nobody has seen how the clock came by its time, is kept for an hour, or
/// for a day when the store seems to have lain there for longer than a month.
struct SweepTime: Sendable {
    static let startPatience = Duration.seconds(3600)
    static let jumpPatience = Duration.seconds(86_400)
    private static let longestRest = Duration.seconds(30 * 86_400)
    /// Less is what a clock is set right by.
    private static let tolerance = Duration.seconds(60)

    private let start: (time: Timestamp, uptime: Duration)
    private let patience: Duration
    private var base: (time: Timestamp, uptime: Duration)
    /// When the clock was first seen to be ahead of what it can be.
    private var aheadSince: Duration?

    init(_ time: Timestamp, _ uptime: Duration, lastUse: Timestamp? = nil) {
        start = (time, uptime)
        let hasRested = lastUse.map { time.since($0) > Self.longestRest } ?? false
        patience = hasRested ? Self.jumpPatience : Self.startPatience
        base = start
    }

    /// What may be removed now; and how far the clock has been set ahead, when that is news.
    mutating func span(_ time: Timestamp, _ uptime: Duration) -> (span: SweepSpan, jump: Duration?) {
        let possible = base.time.advanced(by: uptime - base.uptime)
        let lead = time.since(possible)
        var jump: Duration?
        if lead <= Self.tolerance {
            aheadSince = nil
            // A clock that was set back is right until it is seen to be ahead of that.
            if lead < .zero - Self.tolerance { base = (time, uptime) }
        } else if let since = aheadSince {
            if uptime - since >= Self.jumpPatience {
                aheadSince = nil
                base = (time, uptime)
            }
        } else {
            aheadSince = uptime
            jump = lead
        }
        let isSettled = uptime - start.uptime >= patience
        return (
            SweepSpan(
                after: isSettled ? Timestamp(milliseconds: .min) : start.time,
                through: aheadSince == nil ? time : possible), jump
        )
    }
}

/// What ended in it may be removed.
struct SweepSpan: Sendable {
    let after: Timestamp
    let through: Timestamp

    func contains(_ end: Timestamp) -> Bool { after < end && end <= through }
}
