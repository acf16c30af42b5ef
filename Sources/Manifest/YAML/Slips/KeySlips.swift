/// `path:/oauth/token` is text without a key in it, and so is `path :/oauth/token`.
func missingBlanks(_ line: LineShape, _ scene: SlipScene) -> [SlipGuess] {
    guard line.colon == nil, let parts = KeyLikeText(scene.bytes[line.text]) else { return [] }
    let (letter, rest) = (parts.value.prefix(1), parts.value.dropFirst())
    // `pat:h /oauth/token`: colon and letter have changed places.
    let isSwapped = letter.first?.isWord == true && rest.first == .space
    return ((isSwapped ? [parts.key + letter + [.colon] + rest] : []) + [parts.spaced]).map {
        SlipGuess(kind: isSwapped ? .missingColon : .blankAfterColon, range: line.text, replacement: $0)
    }
}

/// What a person reads as a key and its value, and YAML as one text.
struct KeyLikeText {
    let key: ArraySlice<UInt8>
    let value: ArraySlice<UInt8>

    init?(_ text: ArraySlice<UInt8>) {
        key = text.prefix { $0.isWord }
        let rest = text[key.endIndex...].drop { $0.isBlank }
        guard !key.isEmpty, rest.first == .colon else { return nil }
        value = rest.dropFirst().drop { $0.isBlank }
        guard !value.isEmpty else { return nil }
    }

    var spaced: [UInt8] { key + [.colon, .space] + value }
}

/// `profile demo`, and `scopes` with nothing behind it.
func missingColons(_ line: LineShape, _ scene: SlipScene) -> [SlipGuess] {
    guard line.colon == nil, !line.text.isEmpty else { return [] }
    let key = scene.bytes[line.text].prefix { !$0.isBlank }
    let value = scene.bytes[key.endIndex..<line.text.upperBound].drop { $0.isBlank }
    // A character that no key ends with was meant to be the colon.
    let stem = key[..<((key.lastIndex { $0.isWord } ?? key.startIndex - 1) + 1)]
    return [stem, key].prefix(stem.count == key.count ? 1 : 2).filter { !$0.isEmpty }.map {
        SlipGuess(
            kind: .missingColon, range: line.text,
            replacement: $0 + [.colon] + (value.isEmpty ? [] : [.space]) + value)
    }
}

/// `!handler:` is a tag, and `*handler:` an alias.
func reservedKeys(_ line: LineShape, _ scene: SlipScene) -> [SlipGuess] {
    let text = scene.bytes[line.text]
    guard let first = text.first, !first.isWord, first < 0x80, text.dropFirst().first?.isWord == true else {
        return []
    }
    return [
        SlipGuess(
            kind: .reservedInKey(Unicode.Scalar(first)), range: line.text,
            replacement: Array(text.dropFirst()))
    ]
}
