import Glibc
import OAuthModel

/// A moment in the words of clocks, in UTC: pages are read next to logs of other machines.
struct MomentText {
    /// `2026-11-27`
    let day: String
    /// `14:03:22`
    let time: String
    /// `14:03:22.120`
    let exact: String
    /// `2026-11-27T14:03:22.120Z`
    var machine: String { "\(day)T\(exact)Z" }

    init(_ moment: Timestamp) {
        let milliseconds = max(0, moment.milliseconds)
        var time = time_t(milliseconds / 1000)
        var parts = tm()
        gmtime_r(&time, &parts)
        day = "\(parts.tm_year + 1900)-\(Self.two(parts.tm_mon + 1))-\(Self.two(parts.tm_mday))"
        self.time = [parts.tm_hour, parts.tm_min, parts.tm_sec].map(Self.two).joined(separator: ":")
        let rest = String(milliseconds % 1000)
        exact = self.time + "." + String(repeating: "0", count: 3 - rest.utf8.count) + rest
    }

    private static func two(_ number: CInt) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// `120 ms`, `1.2 s`, `3 min`, `5 h`; nil of less than a millisecond.
    static func span(_ duration: Duration) -> String? {
        let milliseconds = duration.milliseconds
        switch milliseconds {
        case ..<1: return nil
        case ..<1_000: return "\(milliseconds) ms"
        case ..<60_000: return "\(milliseconds / 1_000).\(milliseconds % 1_000 / 100) s"
        case ..<7_200_000: return "\(milliseconds / 60_000) min"
        default: return "\(milliseconds / 3_600_000) h"
        }
    }
}
