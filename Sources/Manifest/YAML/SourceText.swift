/// A document's text, by lines.
package struct SourceText: Sendable {
    /// Which it is of the texts that are read together.
    package let index: Int
    package let bytes: [UInt8]
    /// How many bytes of the file stand before these: those of a byte order mark.
    package let bytesBefore: Int
    /// Offsets of the first byte of each line.
    private let lineStarts: [Int]

    /// Breaks lines where libyaml does: at LF, CR, CR LF, NEL, LS and PS. A byte order mark at the front is dropped.
    package init(_ text: [UInt8], index: Int) {
        let bytes = text.starts(with: [0xef, 0xbb, 0xbf]) ? Array(text.dropFirst(3)) : text
        var starts = [0]
        var offset = 0
        while offset < bytes.count {
            let length = Self.lineBreakLength(bytes, at: offset)
            if length > 0 { starts.append(offset + length) }
            offset += max(length, 1)
        }
        self.index = index
        self.bytes = bytes
        bytesBefore = text.count - bytes.count
        lineStarts = starts
    }

    package var lineCount: Int { lineStarts.count }

    /// The text of a line, counted from 1, without its break; empty for a line that isn't there.
    package func line(_ number: Int) -> String {
        String(decoding: bytes[range(ofLine: number)], as: UTF8.self)
    }

    /// The bytes of a line, with its break.
    package func wholeLine(_ number: Int) -> ArraySlice<UInt8> {
        bytes[lineStarts[number - 1]..<(number < lineCount ? lineStarts[number] : bytes.count)]
    }

    /// Where the bytes of a line stand, without its break; empty, and at the end, for a line that isn't there.
    func range(ofLine number: Int) -> Range<Int> {
        guard lineStarts.indices.contains(number - 1) else { return bytes.count..<bytes.count }
        let start = lineStarts[number - 1]
        guard number < lineCount else { return start..<bytes.count }
        // The break is what is left when the rest is the shortest that has one behind it.
        let next = lineStarts[number]
        let end =
            (max(start, next - 3)..<next).first { Self.lineBreakLength(bytes, at: $0) == next - $0 } ?? next
        return start..<end
    }

    /// A line as people write them, which may be read once more for each of its problems.
    package func isShort(_ number: Int) -> Bool {
        guard lineStarts.indices.contains(number - 1) else { return true }
        let end = lineStarts.indices.contains(number) ? lineStarts[number] : bytes.count
        return end - lineStarts[number - 1] <= 4096
    }

    package func mark(line: Int, column: Int) -> SourceMark {
        SourceMark(source: index, line: line, column: column)
    }

    /// The same span, or the end of the text where it lies behind that: the parser sees a line break at the end of every
    /// text, even where none is.
    package func clamped(_ span: SourceSpan) -> SourceSpan {
        guard span.start.line > lineCount else { return span }
        let column = line(lineCount).unicodeScalars.count + 1
        return SourceSpan(point: mark(line: lineCount, column: column))
    }

    /// Where in the bytes a place is; behind the end of a line there is nothing but its end.
    package func offset(of mark: SourceMark) -> Int {
        let line = range(ofLine: mark.line)
        var column = 1
        return bytes[line].indices.first { index in
            // All but the first byte of a character begin with 10.
            if index > line.lowerBound, bytes[index] & 0xc0 != 0x80 { column += 1 }
            return column == mark.column
        } ?? line.upperBound
    }

    /// Where a byte stands.
    package func mark(atByte offset: Int) -> SourceMark {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        let prefix = String(decoding: bytes[lineStarts[low]..<min(offset, bytes.count)], as: UTF8.self)
        return mark(line: low + 1, column: prefix.unicodeScalars.count + 1)
    }

    private static func lineBreakLength(_ bytes: [UInt8], at index: Int) -> Int {
        func follows(_ offset: Int, _ byte: UInt8) -> Bool {
            index + offset < bytes.count && bytes[index + offset] == byte
        }
        switch bytes[index] {
        case 0x0a: return 1
        case 0x0d: return follows(1, 0x0a) ? 2 : 1
        case 0xc2: return follows(1, 0x85) ? 2 : 0
        case 0xe2: return follows(1, 0x80) && (follows(2, 0xa8) || follows(2, 0xa9)) ? 3 : 0
        default: return 0
        }
    }
}
