/// Lines that wait to be written: so many and so large at most, and in the order in which they came.
///
/// What finds no room is dropped and counted, and what matters least goes first: a warning takes the place of the oldest lines
/// that are none.
struct LineQueue {
    /// How much a line matters, from what can be spared on.
    enum Weight: Int, CaseIterable {
        case info
        case warning
        /// Written by the program itself in place of standard error: never dropped, as there are only a few.
        case word
    }

    struct Bounds {
        var lines = 4096
        var bytes = 1 << 20
    }

    private let bounds: Bounds
    private var lanes = Weight.allCases.map { _ in Lane() }
    private var sequence: UInt64 = 0
    private var lines = 0
    private var bytes = 0
    /// Lines that were dropped and have not been told of.
    private(set) var dropped = 0

    init(_ bounds: Bounds = Bounds()) {
        self.bounds = bounds
    }

    mutating func append(_ line: [UInt8], _ weight: Weight) {
        while !hasRoom(for: line), weight == .warning, removeFirst(.info) != nil { dropped += 1 }
        guard weight == .word || hasRoom(for: line) else {
            dropped += 1
            return
        }
        lanes[weight.rawValue].append(line, sequence)
        sequence += 1
        lines += 1
        bytes += line.count
    }

    /// Whole lines of at most so many bytes together; the next one in any case.
    mutating func next(atMost limit: Int) -> (text: [UInt8], lines: Int) {
        var text: [UInt8] = []
        var count = 0
        while let weight = nextWeight, let size = lanes[weight.rawValue].first?.line.count,
            text.isEmpty || text.count + size <= limit, let line = removeFirst(weight)
        {
            text += line
            count += 1
        }
        return (text, count)
    }

    /// Lines that were taken and could not be written.
    mutating func lose(_ count: Int) {
        dropped += count
    }

    /// Somebody is being told of them.
    mutating func takeDropped() -> Int {
        defer { dropped = 0 }
        return dropped
    }

    private func hasRoom(for line: [UInt8]) -> Bool {
        lines < bounds.lines && bytes + line.count <= bounds.bytes
    }

    /// Of the line that came first.
    private var nextWeight: Weight? {
        Weight.allCases.filter { lanes[$0.rawValue].first != nil }
            .min { lanes[$0.rawValue].firstSequence < lanes[$1.rawValue].firstSequence }
    }

    private mutating func removeFirst(_ weight: Weight) -> [UInt8]? {
        guard let line = lanes[weight.rawValue].removeFirst() else { return nil }
        lines -= 1
        bytes -= line.count
        return line
    }

    /// Lines of one weight.
    private struct Lane {
        private var entries: [(line: [UInt8], sequence: UInt64)] = []
        private var start = 0

        var first: (line: [UInt8], sequence: UInt64)? { start < entries.count ? entries[start] : nil }
        var firstSequence: UInt64 { first?.sequence ?? .max }

        mutating func append(_ line: [UInt8], _ sequence: UInt64) {
            entries.append((line, sequence))
        }

        mutating func removeFirst() -> [UInt8]? {
            guard let first else { return nil }
            entries[start].line = []
            start += 1
            if start * 2 > entries.count {
                entries.removeFirst(start)
                start = 0
            }
            return first.line
        }
    }
}
