/// How quantities of one kind are written: as a whole number and a unit.
package protocol QuantityText: SendableMetatype {
    associatedtype Value: Comparable, Sendable

    /// What messages call it, and what one and some others look like.
    static var noun: String { get }
    static var example: String { get }
    static var examples: String { get }
    /// From the largest to the smallest, in which all can be written.
    static var units: [(name: String, size: Int64)] { get }
    /// Of the names by which people call units, in small letters, what they are worth.
    static func size(ofUnit word: String) -> Int64?
    /// What a number means to people that has no unit.
    static var usual: String { get }

    static func value(_ count: Int64) -> Value?
    static func count(_ value: Value) -> Int64
}

extension QuantityText {
    /// As an expression.
    static var pattern: String { "[0-9]+(\(units.reversed().map(\.name).joined(separator: "|")))" }

    package static func shape(_ range: ClosedRange<Value>) -> TextShape {
        TextShape("\(noun) from \(bounds(range))", pattern: pattern)
    }

    static func bounds(_ range: ClosedRange<Value>) -> String {
        "\(render(range.lowerBound)) to \(render(range.upperBound))"
    }

    package static func parse(_ text: String) -> Value? {
        let digits = text.prefix { "0"..."9" ~= $0 }
        let unit = text[digits.endIndex...]
        guard let number = Int64(digits), let match = units.first(where: { $0.name == unit }) else {
            return nil
        }
        let (count, overflow) = number.multipliedReportingOverflow(by: match.size)
        return overflow ? nil : value(count)
    }

    /// What somebody meant who wrote it in another way.
    package static func meant(_ text: String) -> Value? {
        WrittenNumbers.total(text.lowercased(), without: usual, size: size(ofUnit:)).flatMap(value)
    }

    /// In the largest unit that needs no fraction.
    package static func render(_ value: Value) -> String {
        let count = count(value)
        let unit = units.first { count >= $0.size && count.isMultiple(of: $0.size) } ?? units[units.count - 1]
        return "\(count / unit.size)\(unit.name)"
    }
}

/// Lengths of time: `500ms`, `30s`, `10m`, `1h`, `30d`; meant by `3600` (seconds), `1 hour`, `1h30m`.
package enum DurationText: QuantityText {
    /// What a duration may be at most: ten years.
    package static let longest = Duration.seconds(3650 * 86_400)

    package static let noun = "a length of time"
    package static let example = "30s"
    package static let examples = "500ms, 30s, 10m, 1h or 30d"
    package static let units: [(name: String, size: Int64)] = [
        ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
    ]
    package static let usual = "s"

    package static func size(ofUnit word: String) -> Int64? {
        switch word {
        case "ms", "millisecond", "milliseconds": 1
        case "s", "sec", "secs", "second", "seconds": 1000
        case "m", "min", "mins", "minute", "minutes": 60_000
        case "h", "hr", "hrs", "hour", "hours": 3_600_000
        case "d", "day", "days": 86_400_000
        case "w", "week", "weeks": 604_800_000
        default: nil
        }
    }

    package static func value(_ count: Int64) -> Duration? { .milliseconds(count) }
    package static func count(_ value: Duration) -> Int64 {
        value.components.seconds * 1000 + value.components.attoseconds / 1_000_000_000_000_000
    }
}

/// Numbers of bytes: `512B`, `64KiB`, `4MiB`; meant by `65536`, `64KB`, `64 kib`.
package enum ByteCountText: QuantityText {
    package static let noun = "a number of bytes"
    package static let example = "64KiB"
    package static let examples = "512B, 64KiB or 4MiB"
    package static let units: [(name: String, size: Int64)] = [("MiB", 1_048_576), ("KiB", 1024), ("B", 1)]
    package static let usual = "b"

    package static func size(ofUnit word: String) -> Int64? {
        switch word {
        case "b", "byte", "bytes": 1
        case "k", "kb", "kib": 1024
        case "m", "mb", "mib": 1_048_576
        default: nil
        }
    }

    package static func value(_ count: Int64) -> Int? { Int(exactly: count) }
    package static func count(_ value: Int) -> Int64 { Int64(value) }
}
