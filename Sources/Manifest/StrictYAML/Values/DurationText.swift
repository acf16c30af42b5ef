/// Lengths of time as the manifest writes them: a whole number and a unit, `500ms`, `30s`, `10m`, `1h`, `30d`.
package enum DurationText {
    /// What a duration may be at most: ten years.
    package static let longest = Duration.seconds(3650 * 86_400)

    package static func shape(_ range: ClosedRange<Duration>) -> TextShape {
        TextShape(
            "a length of time from \(render(range.lowerBound)) to \(render(range.upperBound))",
            pattern: "[0-9]+(ms|s|m|h|d)")
    }

    private static let units: [(name: String, milliseconds: Int64)] = [
        ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
    ]

    package static func parse(_ text: String) -> Duration? {
        let digits = text.prefix { "0"..."9" ~= $0 }
        let unit = text[digits.endIndex...]
        guard let number = Int64(digits), let match = units.first(where: { $0.name == unit }) else {
            return nil
        }
        let (milliseconds, overflow) = number.multipliedReportingOverflow(by: match.milliseconds)
        return overflow ? nil : .milliseconds(milliseconds)
    }

    /// What somebody meant who wrote it in another way: `3600` (seconds), `1 hour`, `1h30m`.
    package static func meant(_ text: String) -> Duration? {
        WrittenNumbers.total(text.lowercased(), without: "s") { word in
            switch word {
            case "ms", "millisecond", "milliseconds": 1
            case "s", "sec", "secs", "second", "seconds": 1000
            case "m", "min", "mins", "minute", "minutes": 60_000
            case "h", "hr", "hrs", "hour", "hours": 3_600_000
            case "d", "day", "days": 86_400_000
            case "w", "week", "weeks": 604_800_000
            default: nil
            }
        }.map { .milliseconds($0) }
    }

    /// In the largest unit that needs no fraction.
    package static func render(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        let milliseconds = seconds * 1000 + attoseconds / 1_000_000_000_000_000
        for (name, size) in units where milliseconds >= size && milliseconds % size == 0 {
            return "\(milliseconds / size)\(name)"
        }
        return "\(milliseconds)ms"
    }
}

/// Numbers of bytes as the manifest writes them: `512B`, `64KiB`, `4MiB`.
package enum ByteCountText {
    package static let pattern = "[0-9]+(B|KiB|MiB)"

    private static let units = [("MiB", 1_048_576), ("KiB", 1024), ("B", 1)]

    package static func parse(_ text: String) -> Int? {
        let digits = text.prefix { "0"..."9" ~= $0 }
        let unit = text[digits.endIndex...]
        guard let number = Int(digits), let (_, size) = units.first(where: { $0.0 == unit }) else {
            return nil
        }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: size)
        return overflow ? nil : bytes
    }

    /// What somebody meant who wrote it in another way: `65536`, `64KB`, `64 kib`.
    package static func meant(_ text: String) -> Int? {
        WrittenNumbers.total(text.lowercased(), without: "b") { word in
            switch word {
            case "b", "byte", "bytes": 1
            case "k", "kb", "kib": 1024
            case "m", "mb", "mib": 1_048_576
            default: nil
            }
        }.flatMap { Int(exactly: $0) }
    }

    package static func render(_ bytes: Int) -> String {
        for (name, size) in units where bytes >= size && bytes.isMultiple(of: size) {
            return "\(bytes / size)\(name)"
        }
        return "\(bytes)B"
    }
}
