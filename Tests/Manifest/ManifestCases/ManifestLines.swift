/// A manifest as lines, with as much of its structure as can be seen without reading it.
struct ManifestLines {
    var lines: [[UInt8]]

    init(_ text: [UInt8]) {
        lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
    }

    var text: [UInt8] { Array(lines.joined(separator: [UInt8(ascii: "\n")])) }

    /// Nil: there is nothing on the line, or a comment alone.
    func indentation(of line: Int) -> Int? {
        guard let first = lines[line].firstIndex(where: { $0 != UInt8(ascii: " ") }) else { return nil }
        return lines[line][first] == UInt8(ascii: "#") ? nil : first
    }

    /// The line, and those below it that are indented by more.
    func block(at line: Int) -> Range<Int> {
        guard let indentation = indentation(of: line) else { return line..<line + 1 }
        var end = line + 1
        for next in lines.indices.dropFirst(line + 1) {
            guard let deeper = self.indentation(of: next) else { continue }
            guard deeper > indentation else { break }
            end = next + 1
        }
        return line..<end
    }

    /// A key with its value on one line; the value is empty where it stands below.
    struct Entry {
        let line: Int
        let key: Range<Int>
        let value: Range<Int>
    }

    var entries: [Entry] { lines.indices.flatMap(entries) }

    private func entries(of line: Int) -> [Entry] {
        let text = lines[line]
        var scan = Scan(text)
        var found: [Entry] = []
        while let byte = scan.next() {
            guard byte == UInt8(ascii: ":"), scan.isAtGap else { continue }
            let colon = scan.position - 1
            let key = (text[..<colon].lastIndex { !Self.isName($0) }.map { $0 + 1 } ?? 0)..<colon
            if !key.isEmpty { found.append(Entry(line: line, key: key, value: scan.value())) }
        }
        return found
    }

    private static func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}

/// Goes along a line, outside of what is in quotes, up to the comment.
private struct Scan {
    private let text: [UInt8]
    private(set) var position = 0
    private var quote: UInt8?
    private var depth = 0

    init(_ text: [UInt8]) { self.text = text }

    /// A blank follows, or nothing.
    var isAtGap: Bool { position == text.count || text[position] == UInt8(ascii: " ") }

    mutating func next() -> UInt8? {
        while position < text.count {
            let byte = text[position]
            let isBehindBlank = position == 0 || text[position - 1] == UInt8(ascii: " ")
            if quote == nil, byte == UInt8(ascii: "#"), isBehindBlank { return nil }
            position += 1
            if let open = quote {
                guard byte == open else { continue }
                quote = nil
                return byte
            }
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "'"): quote = byte
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            default: break
            }
            return byte
        }
        return nil
    }

    /// What follows here: in brackets up to the comma or to their end.
    func value() -> Range<Int> {
        var ahead = self
        var end = position
        while let byte = ahead.next() {
            let isOver =
                depth > 0 && (ahead.depth < depth || (ahead.depth == depth && byte == UInt8(ascii: ",")))
            if isOver { break }
            end = ahead.position
        }
        let written = text[position..<max(position, end)]
        guard let first = written.firstIndex(where: { $0 != UInt8(ascii: " ") }),
            let last = written.lastIndex(where: { $0 != UInt8(ascii: " ") })
        else { return position..<position }
        return first..<last + 1
    }
}
