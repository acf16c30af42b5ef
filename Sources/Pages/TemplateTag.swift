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

    /// - Parameter content: What stands between the braces.
    init(_ content: ArraySlice<UInt8>, at position: TemplatePosition) {
        let rest = content.dropFirst()
        kind =
            switch content.first {
            case UInt8(ascii: "#"): .section
            case UInt8(ascii: "^"): .invertedSection
            case UInt8(ascii: "/"): .end
            case UInt8(ascii: ">"): rest.trimmed.first == UInt8(ascii: "*") ? .unsupported : .partial
            case UInt8(ascii: "!"): .comment
            case UInt8(ascii: "{"), UInt8(ascii: "&"): .unescaped
            case UInt8(ascii: "="), UInt8(ascii: "%"), UInt8(ascii: "<"), UInt8(ascii: "$"): .unsupported
            default: .variable
            }
        name = (kind == .variable ? content : rest).trimmed.text
        self.position = position
    }

    init(unclosedAt position: TemplatePosition) {
        kind = .unclosed
        name = ""
        self.position = position
    }

    /// As a section stood in the file, but for the white space inside.
    var source: String { "{{\(kind == .invertedSection ? "^" : "#")\(name)}}" }

    /// It shows nothing where it stands.
    var isSilent: Bool {
        switch kind {
        case .section, .invertedSection, .end, .comment: true
        case .variable, .partial, .unescaped, .unsupported, .unclosed: false
        }
    }
}

/// Where something stands in a template's file; both count from 1, the column in Unicode scalars.
struct TemplatePosition {
    let file: String
    var line = 1
    var column = 1

    mutating func advance(over text: ArraySlice<UInt8>) {
        for byte in text {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if !UTF8.isContinuation(byte) {
                column += 1
            }
        }
    }
}
