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
    }

    let kind: Kind
    let name: String
    /// In its file.
    let range: Range<Int>
    /// Without its `}}`; then the name is the word behind the opening.
    let isUnclosed: Bool

    /// - Parameter content: What stands between the braces.
    init(_ content: ArraySlice<UInt8>, at range: Range<Int>, isUnclosed: Bool = false) {
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
        self.range = range
        self.isUnclosed = isUnclosed
    }

    /// As it stood in the file, but for the white space inside.
    var source: String { source(naming: name) }

    /// The same tag of another name.
    func source(naming name: String) -> String {
        switch kind {
        case .variable, .unescaped, .unsupported: "{{\(name)}}"
        case .section: "{{#\(name)}}"
        case .invertedSection: "{{^\(name)}}"
        case .end: "{{/\(name)}}"
        case .partial: "{{> \(name)}}"
        case .comment: "{{! … }}"
        }
    }

    /// It shows nothing where it stands.
    var isSilent: Bool {
        switch kind {
        case .section, .invertedSection, .end, .comment: true
        case .variable, .partial, .unescaped, .unsupported: false
        }
    }
}
