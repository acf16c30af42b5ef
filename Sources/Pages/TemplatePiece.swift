/// A template as a sequence of literal text and tags.
enum TemplatePiece {
    case text(ArraySlice<UInt8>, TemplatePosition)
    case tag(TemplateTag)

    /// A tag that shows nothing and has its line to itself takes the line along, as Mustache wants it.
    static func pieces(of text: [UInt8], file: String) -> [TemplatePiece] {
        let pieces = split(text, file)
        let alone = pieces.indices.map { isAlone(pieces, $0) }
        return pieces.indices.map { index in
            guard case .text(var text, var position) = pieces[index] else { return pieces[index] }
            if index > 0, alone[index - 1] {
                let line = text.prefix { $0 != UInt8(ascii: "\n") }.count + 1
                position.advance(over: text.prefix(line))
                text = text.dropFirst(line)
            }
            if index + 1 < pieces.count, alone[index + 1] {
                while let last = text.last, last != UInt8(ascii: "\n") { text.removeLast() }
            }
            return .text(text, position)
        }
    }

    private static func split(_ text: [UInt8], _ file: String) -> [TemplatePiece] {
        var pieces: [TemplatePiece] = []
        var position = TemplatePosition(file: file)
        var rest = text[...]
        while let start = rest.firstIndex(ofPair: UInt8(ascii: "{")) {
            let literal = rest[..<start]
            if !literal.isEmpty { pieces.append(.text(literal, position)) }
            position.advance(over: literal)
            let inside = rest[(start + 2)...]
            guard let end = inside.firstIndex(ofPair: UInt8(ascii: "}")) else {
                pieces.append(.tag(TemplateTag(unclosedAt: position)))
                return pieces
            }
            pieces.append(.tag(TemplateTag(inside[..<end], at: position)))
            // The third brace of `{{{x}}}` belongs to the tag.
            let isTriple =
                inside.first == UInt8(ascii: "{") && inside[(end + 2)...].first == UInt8(ascii: "}")
            let next = end + (isTriple ? 3 : 2)
            position.advance(over: rest[start..<next])
            rest = rest[next...]
        }
        if !rest.isEmpty { pieces.append(.text(rest, position)) }
        return pieces
    }

    private static func isAlone(_ pieces: [TemplatePiece], _ index: Int) -> Bool {
        guard case .tag(let tag) = pieces[index], tag.isSilent else { return false }
        return beginsLine(pieces, index) && endsLine(pieces, index)
    }

    private static func beginsLine(_ pieces: [TemplatePiece], _ index: Int) -> Bool {
        guard index > 0 else { return true }
        guard case .text(let before, _) = pieces[index - 1] else { return false }
        guard let newline = before.lastIndex(of: UInt8(ascii: "\n")) else {
            return index == 1 && before.allSatisfy(\.isBlank)
        }
        return before[newline...].allSatisfy(\.isBlank)
    }

    private static func endsLine(_ pieces: [TemplatePiece], _ index: Int) -> Bool {
        guard index + 1 < pieces.count else { return true }
        guard case .text(let after, _) = pieces[index + 1] else { return false }
        guard let newline = after.firstIndex(of: UInt8(ascii: "\n")) else {
            return index + 2 == pieces.count && after.allSatisfy(\.isBlank)
        }
        return after[..<newline].allSatisfy(\.isBlank)
    }
}
