/// Follows literal HTML just far enough to know what a value would become at a place: text, a quoted
/// attribute, or something that escaping doesn't protect.
struct MarkupContext {
    enum Place: Equatable {
        case text
        case comment
        /// In a tag, outside of quotes.
        case tag
        case quoted(Character)
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
    private(set) var styles: [String] = []
    /// The name of the element whose tag is being read, with its slash when it is an end tag.
    private var element = ""
    private var isNaming = false
    /// What was read of an attribute's name, or in text and comments of their end.
    private var word = ""

    /// The findings, each with where in `text` it came to light.
    mutating func read(_ text: Substring) -> [(finding: Finding, index: String.Index)] {
        var findings: [(finding: Finding, index: String.Index)] = []
        for index in text.indices {
            if let finding = read(text[index]) { findings.append((finding, index)) }
        }
        return findings
    }

    private mutating func read(_ character: Character) -> Finding? {
        switch place {
        case .text: readText(character)
        case .comment:
            word.append(character)
            if word.hasSuffix("-->") { enter(.text) }
        case .quoted(let quote):
            if character == quote { enter(.tag) }
        case .style: readStyle(character)
        case .tag: return readTag(character)
        }
        return nil
    }

    private mutating func readText(_ character: Character) {
        if character == "<" {
            word = "<"
        } else if word == "<", character.isLetter || character == "/" || character == "!" {
            enter(.tag)
            element = character.lowercased()
            isNaming = true
        } else {
            word = ""
        }
    }

    private mutating func readTag(_ character: Character) -> Finding? {
        if isNaming, !character.isWhitespace, character != ">" {
            element += character.lowercased()
            if element == "!--" { enter(.comment) }
            return nil
        }
        let hasNamed = isNaming
        isNaming = false
        switch character {
        case "\"", "'":
            enter(.quoted(character))
        case ">":
            enter(element == "style" ? .style : .text)
            if element == "style" { styles.append("") }
        case "=":
            let attribute = word
            word = ""
            if attribute == "style" { return .styleAttribute }
            if attribute.hasPrefix("on") { return .eventHandler(attribute) }
        case _ where character.isWhitespace:
            word = ""
        default:
            word += character.lowercased()
        }
        return hasNamed && element == "script" ? .script : nil
    }

    private mutating func readStyle(_ character: Character) {
        let last = styles.count - 1
        styles[last].append(character)
        if character == ">", styles[last].lowercased().hasSuffix("</style>") {
            styles[last].removeLast("</style>".count)
            enter(.text)
        }
    }

    private mutating func enter(_ place: Place) {
        self.place = place
        word = ""
    }
}
