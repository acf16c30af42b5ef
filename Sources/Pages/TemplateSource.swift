import Diagnostics

/// The text of one file among the templates.
final class TemplateSource {
    /// As diagnostics call the file.
    let name: String
    let bytes: [UInt8]
    /// Offsets of the first byte of each line.
    private let lineStarts: [Int]
    /// The line that was asked for last: a file on one line would else be read anew for each of its problems.
    private var last: (number: Int, scalars: [Unicode.Scalar])?

    init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
        lineStarts = [0] + bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
    }

    func location(_ range: Range<Int>) -> SourceLocation {
        let line = line(at: range.lowerBound)
        let start = lineStarts[line]
        let from = scalarCount(start..<range.lowerBound)
        return SourceLocation(
            file: name, line: line + 1, of: scalars(ofLine: line), from: from,
            to: from + scalarCount(range))
    }

    /// From 0.
    private func line(at offset: Int) -> Int {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return low
    }

    private func scalars(ofLine line: Int) -> [Unicode.Scalar] {
        if let last, last.number == line { return last.scalars }
        let end = line + 1 < lineStarts.count ? lineStarts[line + 1] - 1 : bytes.count
        let scalars = Array(bytes[lineStarts[line]..<end].text.unicodeScalars)
        last = (line, scalars)
        return scalars
    }

    private func scalarCount(_ range: Range<Int>) -> Int {
        bytes[range].count { !UTF8.isContinuation($0) }
    }
}
