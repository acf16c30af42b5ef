import WireText

/// Finds the end of a tag, or sees that it has none.
struct TagReader {
    let tag: TemplateTag

    /// - Parameter text: From the opening braces on.
    init(_ text: ArraySlice<UInt8>) {
        let start = text.startIndex
        let inside = text.dropFirst(2)
        let isComment = inside.first == UInt8(ascii: "!")
        if let end = Self.end(of: inside, mayHoldTags: false), isComment || !Self.isTorn(inside[..<end]) {
            // The third brace of `{{{x}}}` belongs to the tag.
            let isTriple =
                inside.first == UInt8(ascii: "{") && text[(end + 2)...].first == UInt8(ascii: "}")
            tag = TemplateTag(inside[..<end], at: start..<end + (isTriple ? 3 : 2))
        } else if isComment {
            // Some other tag's braces close it, if any do.
            let end = Self.end(of: inside, mayHoldTags: true).map { $0 + 2 } ?? text.endIndex
            tag = TemplateTag(inside[..<end], at: start..<end, isUnclosed: true)
        } else {
            tag = Self.torn(text)
        }
    }

    /// Where the closing braces stand; nil when another tag begins before.
    private static func end(of inside: ArraySlice<UInt8>, mayHoldTags: Bool) -> Int? {
        var previous: UInt8?
        for index in inside.indices.dropFirst() {
            let byte = inside[index]
            previous = inside[index - 1]
            guard byte == previous else { continue }
            if byte == UInt8(ascii: "}") { return index - 1 }
            if byte == UInt8(ascii: "{"), !mayHoldTags { return nil }
        }
        return nil
    }

    /// The closing braces belong to something else: names have neither lines nor brackets in them.
    private static func isTorn(_ content: ArraySlice<UInt8>) -> Bool {
        content.dropFirst().trimmed.contains {
            $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "<")
        } && !content.begins(with: "=")
    }

    /// The tag ends with its first word.
    private static func torn(_ text: ArraySlice<UInt8>) -> TemplateTag {
        let inside = text.dropFirst(2)
        let sigil = inside.prefix(1).prefix { "#^/>&{".utf8.contains($0) }
        let blanks = inside[sigil.endIndex...].prefix { $0 == 0x20 || $0 == 0x09 }
        let word = inside[blanks.endIndex...].prefix {
            $0.isLetter || $0.isDigit || "._-/".utf8.contains($0)
        }
        let brace = inside[word.endIndex...].prefix(1).prefix { $0 == UInt8(ascii: "}") }
        return TemplateTag(
            inside[..<word.endIndex], at: text.startIndex..<brace.endIndex, isUnclosed: true)
    }

    /// Tags that begin with one brace only.
    static func halfOpened(in text: ArraySlice<UInt8>) -> [TemplateTag] {
        var tags: [TemplateTag] = []
        for end in text.indices.dropLast() where text[end] == UInt8(ascii: "}") && text[end + 1] == text[end]
        {
            let before = text[..<end].suffix(maximumName)
            guard let open = before.lastIndex(of: UInt8(ascii: "{")) else { continue }
            tags.append(TemplateTag(text[(open + 1)..<end], at: open..<end + 2))
        }
        return tags
    }

    /// More than any value is called.
    private static let maximumName = 40
}
