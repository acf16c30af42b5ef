/// Follows literal HTML just far enough to know what a value would become at a place: text, a quoted
/// attribute, or something that escaping doesn't protect.
struct MarkupContext {
    enum Place: Equatable {
        case text
        case comment
        /// In a tag, outside of quotes.
        case tag
        case quoted(UInt8)
        case style
    }

    /// What the page's policy would silently take the effect from.
    enum Finding: Equatable {
        case script
        case styleAttribute
        case eventHandler(String)
    }

    private(set) var place = Place.text
    /// The contents of the style elements so far, the last perhaps still open.
    private(set) var styles: [[UInt8]] = []
    /// The name of the element whose tag is being read, with its slash when it is an end tag.
    private var element: [UInt8] = []
    private var isNaming = false
    /// What was read of an attribute's name, or in text and comments of their end.
    private var word: [UInt8] = []

    /// The findings, each with where in `text` it came to light.
    mutating func read(_ text: ArraySlice<UInt8>) -> [(finding: Finding, index: Int)] {
        var findings: [(finding: Finding, index: Int)] = []
        for index in text.indices {
            if let finding = read(text[index]) { findings.append((finding, index)) }
        }
        return findings
    }

    private mutating func read(_ byte: UInt8) -> Finding? {
        switch place {
        case .text: readText(byte)
        case .comment:
            word.append(byte)
            if word.ends(with: "-->") { enter(.text) }
        case .quoted(let quote):
            if byte == quote { enter(.tag) }
        case .style: readStyle(byte)
        case .tag: return readTag(byte)
        }
        return nil
    }

    private mutating func readText(_ byte: UInt8) {
        if byte == UInt8(ascii: "<") {
            word = [byte]
        } else if !word.isEmpty, byte.isLetter || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "!") {
            enter(.tag)
            element = [byte.lowercased]
            isNaming = true
        } else {
            word = []
        }
    }

    private mutating func readTag(_ byte: UInt8) -> Finding? {
        if isNaming, !byte.isBlank, byte != UInt8(ascii: ">"), byte != UInt8(ascii: "/") {
            element.append(byte.lowercased)
            if element.elementsEqual("!--".utf8) { enter(.comment) }
            return nil
        }
        let hasNamed = isNaming
        isNaming = false
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            enter(.quoted(byte))
        case UInt8(ascii: ">"):
            let isStyle = element.elementsEqual("style".utf8)
            enter(isStyle ? .style : .text)
            if isStyle { styles.append([]) }
        case UInt8(ascii: "="):
            let attribute = word[...].text
            word = []
            if attribute == "style" { return .styleAttribute }
            if attribute.hasPrefix("on") { return .eventHandler(attribute) }
        case _ where byte.isBlank || byte == UInt8(ascii: "/"):
            word = []
        default:
            word.append(byte.lowercased)
        }
        return hasNamed && element.elementsEqual("script".utf8) ? .script : nil
    }

    private mutating func readStyle(_ byte: UInt8) {
        let last = styles.count - 1
        styles[last].append(byte)
        if byte == UInt8(ascii: ">"),
            styles[last].suffix(Self.styleEnd.count).map(\.lowercased) == Self.styleEnd
        {
            styles[last].removeLast(Self.styleEnd.count)
            enter(.text)
        }
    }

    private mutating func enter(_ place: Place) {
        self.place = place
        word = []
    }

    private static let styleEnd = Array("</style>".utf8)
}
