/// One `{{…}}` of a template.
struct TemplateTag {
    enum Kind: Equatable {
        case variable
        case section
        case invertedSection
        case end
        case partial
        case comment
        /// `{{{x}}}` or `{{&x}}`
        case unescaped
        /// Delimiters, pragmas, inheritance and names computed at run time.
        case unsupported
        /// Without its `}}`.
        case unclosed
    }

    let kind: Kind
    let name: String
    let position: TemplatePosition

    /// As it stood in the file, but for the white space inside.
    var source: String {
        switch kind {
        case .section: "{{#\(name)}}"
        case .invertedSection: "{{^\(name)}}"
        case .end: "{{/\(name)}}"
        case .partial: "{{> \(name)}}"
        default: "{{\(name)}}"
        }
    }
}

/// Where something stands in a template's file; both count from 1, the column in characters.
struct TemplatePosition {
    let file: String
    var line = 1
    var column = 1

    mutating func advance(over text: Substring) {
        for character in text {
            if character == "\n" {
                line += 1
                column = 1
            } else {
                column += 1
            }
        }
    }
}

/// A template as a sequence of literal text and tags.
enum TemplatePiece {
    case text(Substring, TemplatePosition)
    case tag(TemplateTag)

    static func pieces(of text: String, file: String) -> [TemplatePiece] {
        var pieces: [TemplatePiece] = []
        var position = TemplatePosition(file: file)
        var rest = text[...]
        while let start = rest.firstIndex(ofPair: "{") {
            let literal = rest[..<start]
            if !literal.isEmpty { pieces.append(.text(literal, position)) }
            position.advance(over: literal)
            let inside = rest[start...].dropFirst(2)
            guard let end = inside.firstIndex(ofPair: "}") else {
                pieces.append(.tag(TemplateTag(kind: .unclosed, name: "", position: position)))
                return pieces
            }
            pieces.append(.tag(tag(inside[..<end], at: position)))
            // The third brace of `{{{x}}}` belongs to the tag.
            let isTriple = inside.first == "{" && inside[end...].dropFirst(2).first == "}"
            let next = inside[end...].dropFirst(isTriple ? 3 : 2).startIndex
            position.advance(over: rest[start..<next])
            rest = rest[next...]
        }
        if !rest.isEmpty { pieces.append(.text(rest, position)) }
        return pieces
    }

    private static func tag(_ content: Substring, at position: TemplatePosition) -> TemplateTag {
        let kind: TemplateTag.Kind =
            switch content.first {
            case "#": .section
            case "^": .invertedSection
            case "/": .end
            case ">": content.dropFirst().drop(while: \.isWhitespace).first == "*" ? .unsupported : .partial
            case "!": .comment
            case "{", "&": .unescaped
            case "=", "%", "<", "$": .unsupported
            default: .variable
            }
        let name = kind == .variable ? content : content.dropFirst()
        return TemplateTag(kind: kind, name: name.trimmed, position: position)
    }
}

extension Substring {
    fileprivate var trimmed: String {
        let start = drop(while: \.isWhitespace)
        guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...end])
    }

    /// Where two of this character stand side by side.
    fileprivate func firstIndex(ofPair character: Character) -> Index? {
        var index = startIndex
        while index < endIndex {
            let next = self.index(after: index)
            if self[index] == character, next < endIndex, self[next] == character { return index }
            index = next
        }
        return nil
    }
}
