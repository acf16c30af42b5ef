/// A template as a sequence of literal text and tags.
enum TemplatePiece {
    /// Its indices are those of the file.
    case text(ArraySlice<UInt8>)
    case tag(TemplateTag)

    /// A tag that shows nothing and has its line to itself takes the line along, as Mustache wants it.
    static func pieces(of text: [UInt8]) -> [TemplatePiece] {
        let pieces = split(text[...])
        let alone = pieces.indices.map { isAlone(pieces, $0) }
        return pieces.indices.map { index in
            guard case .text(var text) = pieces[index] else { return pieces[index] }
            if index > 0, alone[index - 1] {
                text = text.dropFirst(text.prefix { $0 != UInt8(ascii: "\n") }.count + 1)
            }
            if index + 1 < pieces.count, alone[index + 1] {
                while let last = text.last, last != UInt8(ascii: "\n") { text.removeLast() }
            }
            return .text(text)
        }
    }

    private static func split(_ text: ArraySlice<UInt8>) -> [TemplatePiece] {
        var pieces: [TemplatePiece] = []
        var rest = text
        while let start = rest.firstIndex(ofPair: UInt8(ascii: "{")) {
            if start > rest.startIndex { pieces.append(.text(rest[..<start])) }
            let tag = TagReader(text[start...]).tag
            pieces.append(.tag(tag))
            rest = text[tag.range.upperBound...]
        }
        if !rest.isEmpty { pieces.append(.text(rest)) }
        return pieces
    }

    private static func isAlone(_ pieces: [TemplatePiece], _ index: Int) -> Bool {
        guard case .tag(let tag) = pieces[index], tag.isSilent else { return false }
        return beginsLine(pieces, index) && endsLine(pieces, index)
    }

    private static func beginsLine(_ pieces: [TemplatePiece], _ index: Int) -> Bool {
        guard index > 0 else { return true }
        guard case .text(let before) = pieces[index - 1] else { return false }
        guard let newline = before.lastIndex(of: UInt8(ascii: "\n")) else {
            return index == 1 && before.allSatisfy(\.isBlank)
        }
        return before[newline...].allSatisfy(\.isBlank)
    }

    private static func endsLine(_ pieces: [TemplatePiece], _ index: Int) -> Bool {
        guard index + 1 < pieces.count else { return true }
        guard case .text(let after) = pieces[index + 1] else { return false }
        guard let newline = after.firstIndex(of: UInt8(ascii: "\n")) else {
            return index + 2 == pieces.count && after.allSatisfy(\.isBlank)
        }
        return after[..<newline].allSatisfy(\.isBlank)
    }
}
