import WireText

/// Reads literal HTML byte by byte as a browser does (HTML Standard §13.2.5): far enough to know each tag with its attributes, and
/// what a value would become at a place: text, a quoted attribute, or something that escaping doesn't protect.
struct MarkupReader {
    enum Place: Equatable {
        case text
        /// In a tag, outside of quotes, or where one may just have begun.
        case tag
        case quoted
        case style
    }

    /// What came to its end with a byte.
    enum Event {
        case tag(MarkupTag)
        /// What is foreign to HTML stands in a drawing or a formula.
        case styleSheet(Range<Int>, isForeign: Bool)
    }

    private enum State {
        case text
        case tagOpen
        case endTagOpen
        case tagName
        case beforeAttributeName
        case attributeName
        case afterAttributeName
        case beforeAttributeValue
        case value(quote: UInt8?)
        case afterQuotedValue
        case selfClosing
        case declaration
        case declarationDash
        case comment(MarkupCommentEnd)
        case bogusComment
        /// In an element whose content has no tags.
        case raw(RawText)
    }

    private struct RawText {
        let name: [UInt8]
        /// Where its content begins.
        let start: Int
        /// How much of its end tag was read, and where that began.
        var matched = 0
        var end = 0
    }

    private var state = State.text
    private var count = 0
    private var tag = MarkupTag(start: 0, isEnd: false, nameRange: 0..<0)
    private var attribute = MarkupAttribute(nameRange: 0..<0)
    /// Drawings and formulas that are open: in these, no element hides the tags in it, and a slash closes.
    private var openDrawings = 0
    private var openFormulas = 0
    /// Where the tag or the comment that is being read, or whose content is, began.
    private var opened = 0

    var place: Place {
        switch state {
        case .text, .comment, .bogusComment: .text
        case .raw(let raw): raw.name.equals("style") ? .style : raw.matched > 0 ? .tag : .text
        case .value(let quote): quote == nil ? .tag : .quoted
        default: .tag
        }
    }

    /// To be called where a tag of the template stands between two bytes.
    ///
    /// - Parameters:
    ///   - silently: It shows nothing but literal text that follows.
    ///   - shown: The value that it shows, if it is one.
    mutating func interrupt(silently: Bool, by shown: FieldKind?) {
        guard !silently, case .value = state else { return }
        // Two values are not one.
        attribute.shown = attribute.interruption == nil ? shown : nil
        attribute.interruption = attribute.interruption ?? count
    }

    /// Reads what is a style sheet from its beginning to its end, outside of any page.
    static var inSheet: MarkupReader {
        var reader = MarkupReader()
        reader.state = .raw(RawText(name: Array("style".utf8), start: 0))
        return reader
    }

    mutating func read(_ byte: UInt8) -> Event? {
        let event = consume(byte)
        count += 1
        return event
    }

    private mutating func consume(_ byte: UInt8) -> Event? {
        switch state {
        case .text:
            if byte == UInt8(ascii: "<") {
                opened = count
                state = .tagOpen
            }
        case .tagOpen: return readTagOpen(byte)
        case .endTagOpen: readEndTagOpen(byte)
        case .declaration: readDeclaration(byte)
        case .declarationDash:
            state = byte == UInt8(ascii: "-") ? .comment(MarkupCommentEnd()) : .bogusComment
            if case .bogusComment = state { return consume(byte) }
        case .comment(var end): state = end.isReached(by: byte) ? .text : .comment(end)
        case .bogusComment: if byte == UInt8(ascii: ">") { state = .text }
        case .raw(let raw): return readRaw(byte, raw)
        default: return readTag(byte)
        }
        return nil
    }

    private mutating func readTagOpen(_ byte: UInt8) -> Event? {
        switch byte {
        case UInt8(ascii: "!"): state = .declaration
        case UInt8(ascii: "/"): state = .endTagOpen
        case UInt8(ascii: "?"): state = .bogusComment
        case _ where byte.isLetter: beginTag(byte, isEnd: false)
        default:
            state = .text
            return consume(byte)
        }
        return nil
    }

    private mutating func readEndTagOpen(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: ">"): state = .text
        case _ where byte.isLetter: beginTag(byte, isEnd: true)
        default: state = .bogusComment
        }
    }

    private mutating func readDeclaration(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "-"): state = .declarationDash
        case UInt8(ascii: ">"): state = .text
        default: state = .bogusComment
        }
    }

    private mutating func beginTag(_ byte: UInt8, isEnd: Bool) {
        tag = MarkupTag(start: opened, isEnd: isEnd, nameRange: count..<count + 1)
        tag.name = [byte.lowercased]
        state = .tagName
    }
}

extension MarkupReader {
    private mutating func readTag(_ byte: UInt8) -> Event? {
        switch state {
        case .tagName:
            if byte.endsName { return readAfterName(byte) }
            tag.name.append(byte.lowercased)
            tag.nameRange = tag.nameRange.lowerBound..<count + 1
        case .selfClosing where byte == UInt8(ascii: ">"):
            tag.isSelfClosing = true
            return endTag()
        case .beforeAttributeName, .selfClosing, .afterQuotedValue:
            if byte.endsName { return readAfterName(byte) }
            beginAttribute(byte)
        case .attributeName:
            if byte == UInt8(ascii: "=") {
                state = .beforeAttributeValue
            } else if byte.endsName {
                return readAfterAttributeName(byte)
            } else {
                attribute.name.append(byte.lowercased)
                attribute.nameRange = attribute.nameRange.lowerBound..<count + 1
            }
        case .afterAttributeName: return readAfterAttributeName(byte)
        default: return readValue(byte)
        }
        return nil
    }

    /// Behind a name, a value, a slash: where an attribute may begin.
    private mutating func readAfterName(_ byte: UInt8) -> Event? {
        switch byte {
        case UInt8(ascii: ">"): return endTag()
        case UInt8(ascii: "/"): state = .selfClosing
        default: state = .beforeAttributeName
        }
        return nil
    }

    private mutating func readAfterAttributeName(_ byte: UInt8) -> Event? {
        switch byte {
        case UInt8(ascii: "="): state = .beforeAttributeValue
        case _ where byte.isBlank: state = .afterAttributeName
        case _ where byte.endsName:
            endAttribute()
            return readAfterName(byte)
        default:
            endAttribute()
            beginAttribute(byte)
        }
        return nil
    }

    private mutating func readValue(_ byte: UInt8) -> Event? {
        guard case .value(let quote) = state else {
            // Before the value.
            if byte.isBlank { return nil }
            if byte == UInt8(ascii: ">") {
                endAttribute()
                return endTag()
            }
            let isQuote = byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
            state = .value(quote: isQuote ? byte : nil)
            attribute.value = isQuote ? count + 1..<count + 1 : count..<count + 1
            return nil
        }
        let isOver = quote.map { byte == $0 } ?? (byte.isBlank || byte == UInt8(ascii: ">"))
        guard isOver else {
            attribute.value = (attribute.value?.lowerBound ?? count)..<count + 1
            return nil
        }
        endAttribute()
        state = .afterQuotedValue
        return quote == nil ? readAfterName(byte) : nil
    }

    private mutating func beginAttribute(_ byte: UInt8) {
        attribute = MarkupAttribute(nameRange: count..<count + 1)
        attribute.name = [byte.lowercased]
        state = .attributeName
    }

    private mutating func endAttribute() {
        tag.attributes.append(attribute)
    }

    private mutating func endTag() -> Event {
        state = .text
        if tag.isNamed("svg") { openDrawings = depth(openDrawings) }
        if tag.isNamed("math") { openFormulas = depth(openFormulas) }
        if !tag.isEnd, hidesTags { state = .raw(RawText(name: tag.name, start: count + 1)) }
        return .tag(tag)
    }

    private func depth(_ depth: Int) -> Int {
        tag.isEnd ? max(0, depth - 1) : tag.isSelfClosing ? depth : depth + 1
    }

    private var isForeign: Bool { openDrawings > 0 || openFormulas > 0 }

    /// A style element in a drawing does not, for a browser. Here it does: what looks like a tag in it is refused anyway.
    private var hidesTags: Bool {
        if tag.isNamed("style") || tag.isNamed("script") { return !(isForeign && tag.isSelfClosing) }
        return !isForeign && Self.withoutTags.contains { tag.isNamed($0) }
    }

    private static let withoutTags: [StaticString] = [
        "title", "textarea", "xmp", "iframe", "noembed", "noframes",
    ]
}

extension MarkupReader {
    private mutating func readRaw(_ byte: UInt8, _ raw: RawText) -> Event? {
        var raw = raw
        let prefix = 2
        if byte == UInt8(ascii: "<") {
            (raw.matched, raw.end) = (1, count)
        } else if raw.matched == prefix + raw.name.count, byte.endsName {
            return endRaw(byte, raw)
        } else {
            let expected: UInt8? =
                switch raw.matched {
                case 0: nil
                case 1: UInt8(ascii: "/")
                case let index where index - prefix < raw.name.count: raw.name[index - prefix]
                default: nil
                }
            raw.matched = byte.lowercased == expected ? raw.matched + 1 : 0
        }
        state = .raw(raw)
        return nil
    }

    /// The end tag goes on as any other; that it is one is not told.
    private mutating func endRaw(_ byte: UInt8, _ raw: RawText) -> Event? {
        opened = raw.end
        tag = MarkupTag(start: raw.end, isEnd: true, nameRange: raw.end + 2..<count)
        let other = readAfterName(byte)
        guard raw.name.equals("style") else { return other }
        return .styleSheet(raw.start..<raw.end, isForeign: isForeign)
    }
}

extension MarkupReader {
    /// How a value could stand here, where it can't as it is (``Place/tag``).
    func remedy(for value: String) -> TemplateRemedy {
        switch state {
        case .beforeAttributeValue: .write("\"{{\(value)}}\"")
        case .value: "put all of the attribute's value between quotation marks"
        case .beforeAttributeName, .afterAttributeName, .afterQuotedValue, .selfClosing:
            .write("name=\"{{\(value)}}\"")
        default: "write the name itself"
        }
    }

    /// What is still open at the end of the page, where it began, and what would close it.
    var unfinished: (words: String, remedy: String, start: Int)? {
        switch state {
        case .text, .tagOpen, .endTagOpen: nil as (String, String, Int)?
        case .comment, .bogusComment, .declaration, .declarationDash:
            ("this comment is never closed", "add -->", opened)
        case .raw(let raw):
            ("<\(raw.name[...].text)> is never closed", "add </\(raw.name[...].text)>", opened)
        case .value(let quote?):
            (
                "this quotation mark is never closed", "add \([quote][...].text)",
                (attribute.value?.lowerBound ?? count) - 1
            )
        default: ("this tag is never closed", "add >", opened)
        }
    }
}

extension UInt8 {
    /// Behind the name of an element or an attribute.
    fileprivate var endsName: Bool { isBlank || self == UInt8(ascii: "/") || self == UInt8(ascii: ">") }
}
