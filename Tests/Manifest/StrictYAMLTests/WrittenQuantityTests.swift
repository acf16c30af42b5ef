import Testing

@testable import StrictYAML

@Suite("lengths of time and numbers of bytes as a file writes them")
struct WrittenQuantityTests {
    @Test(
        "a length of time is a whole number and a unit",
        arguments: [
            ("500ms", Duration.milliseconds(500)), ("30s", .seconds(30)), ("10m", .seconds(600)),
            ("1h", .seconds(3600)),
            ("30d", .seconds(2_592_000)), ("0s", .zero), ("007s", .seconds(7)),
        ])
    func durations(_ text: String, _ expected: Duration) {
        #expect(DurationText.parse(text) == expected)
    }

    @Test(
        "and nothing else is",
        arguments: [
            "", "30", "s", "1.5h", "-1s", "+1s", "1 s", "1S", "1h30m", "1w", "٣s", "9223372036854775807d",
            "99999999999999999999s",
        ])
    func notDurations(_ text: String) {
        #expect(DurationText.parse(text) == nil)
    }

    @Test("a length of time is printed in the largest unit without a fraction, and reads back as itself")
    func durationText() {
        for text in ["1ms", "1500ms", "59s", "1m", "61s", "1h", "25h", "1d", "90d"] {
            #expect(DurationText.parse(text).map(DurationText.render) == text)
        }
        #expect(DurationText.render(.seconds(3600)) == "1h")
        #expect(DurationText.render(.zero) == "0ms")
    }

    @Test("a size is a whole number and a binary unit")
    func sizes() {
        #expect(ByteCountText.parse("512B") == 512)
        #expect(ByteCountText.parse("64KiB") == 65_536)
        #expect(ByteCountText.parse("4MiB") == 4_194_304)
        for text in ["", "64", "64KB", "64kib", "-1B", "1.5MiB", "9223372036854775807MiB"] {
            #expect(ByteCountText.parse(text) == nil, "\(text)")
        }
        #expect(
            [0, 1, 1023, 1024, 1_048_576, 1_048_577].map(ByteCountText.render) == [
                "0B", "1B", "1023B", "1KiB", "1MiB", "1048577B",
            ])
    }
}
