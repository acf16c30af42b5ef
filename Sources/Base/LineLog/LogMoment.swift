import Glibc

/// When a line was made.
struct LogMoment {
    let seconds: Int
    let milliseconds: Int

    static var now: LogMoment {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return LogMoment(seconds: time.tv_sec, milliseconds: time.tv_nsec / 1_000_000)
    }

    /// In the zone of the machine, without the day.
    var clock: String { local("%H:%M:%S") }

    /// In the zone of the machine, which the offset names.
    var dated: String { local("%Y-%m-%dT%H:%M:%S%z") }

    /// As RFC 3339 has it, for programs.
    var universal: String {
        var parts = tm()
        var time = seconds
        gmtime_r(&time, &parts)
        let fraction = "\(1000 + milliseconds)".dropFirst()
        return "\(Self.formatted("%Y-%m-%dT%H:%M:%S", &parts)).\(fraction)Z"
    }

    private func local(_ format: String) -> String {
        var parts = tm()
        var time = seconds
        localtime_r(&time, &parts)
        return Self.formatted(format, &parts)
    }

    private static func formatted(_ format: String, _ parts: inout tm) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
            let count = strftime(buffer.baseAddress, buffer.count, format, &parts)
            return String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
        }
    }
}
