/// Lengths of time as the manifest writes them: a whole number and a unit, `500ms`, `30s`, `10m`, `1h`, `30d`.
enum DurationText {
    /// What a duration may be at most: ten years.
    static let longest = Duration.seconds(3650 * 86_400)

    private static let units: [(name: String, milliseconds: Int64)] = [
        ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
    ]

    static func parse(_ text: String) -> Duration? {
        let digits = text.prefix { "0"..."9" ~= $0 }
        let unit = text[digits.endIndex...]
        guard let number = Int64(digits), let match = units.first(where: { $0.name == unit }) else {
            return nil
        }
        let (milliseconds, overflow) = number.multipliedReportingOverflow(by: match.milliseconds)
        return overflow ? nil : .milliseconds(milliseconds)
    }

    /// In the largest unit that needs no fraction.
    static func render(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        let milliseconds = seconds * 1000 + attoseconds / 1_000_000_000_000_000
        for (name, size) in units where milliseconds >= size && milliseconds % size == 0 {
            return "\(milliseconds / size)\(name)"
        }
        return "\(milliseconds)ms"
    }
}

/// Numbers of bytes as the manifest writes them: `512B`, `64KiB`, `4MiB`.
enum ByteCountText {
    private static let units = [("MiB", 1_048_576), ("KiB", 1024), ("B", 1)]

    static func parse(_ text: String) -> Int? {
        let digits = text.prefix { "0"..."9" ~= $0 }
        let unit = text[digits.endIndex...]
        guard let number = Int(digits), let (_, size) = units.first(where: { $0.0 == unit }) else {
            return nil
        }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: size)
        return overflow ? nil : bytes
    }

    static func render(_ bytes: Int) -> String {
        for (name, size) in units where bytes >= size && bytes.isMultiple(of: size) {
            return "\(bytes / size)\(name)"
        }
        return "\(bytes)B"
    }
}
