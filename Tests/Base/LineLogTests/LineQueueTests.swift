import Testing

@testable import LineLog

@Suite("lines that wait to be written")
struct LineQueueTests {
    private func line(_ text: String) -> [UInt8] { Array("\(text)\n".utf8) }

    private func all(_ queue: inout LineQueue) -> [String] {
        var text: [UInt8] = []
        while case let next = queue.next(atMost: 100), next.lines > 0 { text += next.text }
        return String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test("come out in the order in which they came in, whatever their weight")
    func order() {
        var queue = LineQueue()
        let weights: [LineQueue.Weight] = [.info, .warning, .info, .word, .warning, .info]
        for (number, weight) in weights.enumerated() { queue.append(line("\(number)"), weight) }
        #expect(all(&queue) == ["0", "1", "2", "3", "4", "5"])
        #expect(queue.dropped == 0)
    }

    @Test("come out whole, as many as fit, and one that fits nowhere alone")
    func batches() {
        var queue = LineQueue()
        for text in ["aaaa", "bbbb", String(repeating: "c", count: 20), "dddd"] {
            queue.append(line(text), .info)
        }
        var sizes: [[Int]] = []
        while case let batch = queue.next(atMost: 10), batch.lines > 0 {
            sizes.append([batch.text.count, batch.lines])
        }
        #expect(sizes == [[10, 2], [21, 1], [5, 1]])
    }

    @Test(
        "beyond the bounds are dropped and counted",
        arguments: [LineQueue.Bounds(lines: 3, bytes: 1000), LineQueue.Bounds(lines: 1000, bytes: 6)])
    func bounds(_ bounds: LineQueue.Bounds) {
        var queue = LineQueue(bounds)
        for number in 0..<8 { queue.append(line("\(number)"), .info) }
        #expect(queue.dropped == 5)
        #expect(queue.takeDropped() == 5)
        #expect(queue.takeDropped() == 0)
        #expect(all(&queue) == ["0", "1", "2"])
        queue.append(line("8"), .info)
        #expect(all(&queue) == ["8"])
    }

    @Test("that are warnings take the place of the oldest that are none, and are dropped after all of them")
    func warnings() {
        var queue = LineQueue(LineQueue.Bounds(lines: 4, bytes: 1000))
        for number in 0..<4 { queue.append(line("info \(number)"), .info) }
        for number in 0..<2 { queue.append(line("warning \(number)"), .warning) }
        queue.append(line("info 4"), .info)
        #expect(queue.dropped == 3)
        var copy = queue
        #expect(all(&copy) == ["info 2", "info 3", "warning 0", "warning 1"])
        for number in 2..<6 { queue.append(line("warning \(number)"), .warning) }
        #expect(queue.dropped == 7)
        #expect(all(&queue) == (0..<4).map { "warning \($0)" })
    }

    @Test("that the program says itself are never dropped, and drop nothing")
    func words() {
        var queue = LineQueue(LineQueue.Bounds(lines: 1, bytes: 10))
        queue.append(line("info"), .info)
        for number in 0..<3 { queue.append(line("\(number)"), .word) }
        #expect(queue.dropped == 0)
        #expect(all(&queue) == ["info", "0", "1", "2"])
    }

    @Test("many come and go, and what is kept stays what is waiting")
    func churn() {
        var queue = LineQueue(LineQueue.Bounds(lines: 10, bytes: 1000))
        var written = 0
        for number in 0..<10_000 {
            queue.append(line("\(number)"), number.isMultiple(of: 3) ? .warning : .info)
            if number.isMultiple(of: 2) { written += queue.next(atMost: 5).lines }
        }
        #expect(written + queue.dropped + all(&queue).count == 10_000)
    }
}
