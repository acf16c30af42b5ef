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

    /// Nil in a line that is too long for a place in it to be told exactly.
    func edit(_ range: Range<Int>, to text: String) -> SourceEdit? {
        let lines = [line(at: range.lowerBound), line(at: range.upperBound)]
        guard lines.allSatisfy({ bytes(ofLine: $0).count <= Self.longLine }) else { return nil }
        return SourceEdit(
            file: name, start: place(at: range.lowerBound), end: place(at: range.upperBound), text: text)
    }

    private func place(at offset: Int) -> SourceEdit.Place {
        let location = location(offset..<offset)
        return SourceEdit.Place(line: location.line, column: location.column, offset: offset)
    }

    private static let longLine = 4096

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
        let scalars = Array(bytes(ofLine: line).text.unicodeScalars)
        last = (line, scalars)
        return scalars
    }

    private func bytes(ofLine line: Int) -> ArraySlice<UInt8> {
        let end = line + 1 < lineStarts.count ? lineStarts[line + 1] - 1 : bytes.count
        return bytes[lineStarts[line]..<end]
    }

    private func scalarCount(_ range: Range<Int>) -> Int {
        bytes[range].count { !UTF8.isContinuation($0) }
    }
}
