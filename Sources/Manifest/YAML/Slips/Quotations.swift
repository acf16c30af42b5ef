func unknownEscapes(_ line: LineShape, _ scene: SlipScene) -> [SlipGuess] {
    guard scene.words.contains("escape character"), line.content.contains(scene.offset),
        scene.bytes[scene.offset] == .backslash
    else { return [] }
    let end = min(scene.offset + 2, line.content.upperBound)
    return [
        SlipGuess(
            kind: .unknownEscape, range: scene.offset..<end,
            replacement: [.backslash] + scene.bytes[scene.offset..<end])
    ]
}

/// A quotation that goes on behind the end of its line swallows what follows, up to the next quotation mark wherever it stands.
func openQuotes(_ line: LineShape, _ scene: SlipScene) -> [SlipGuess] {
    guard let quote = line.openQuote else { return quotesBeforeCommas(line, scene) }
    let mark = scene.bytes[quote]
    let text = scene.bytes[quote..<line.content.upperBound]
    // What looks like a comment behind it is one, as a rule, and brackets at the end are rarely a part of the text.
    let comment = text.indices.dropFirst().first { text[$0] == .hash && text[$0 - 1].isBlank }
    let last = text[..<(comment ?? text.endIndex)].lastIndex { !$0.isBlank } ?? quote
    let written = text[...last]
    let closers = written.reversed().prefix { $0 == .closeBracket || $0 == .closeBrace || $0.isBlank }
    var seen: Set<Int> = []
    return [written.dropLast(closers.count), written, text]
        .filter { seen.insert($0.endIndex).inserted }
        .map { SlipGuess(kind: .openQuote, range: $0.indices, replacement: $0 + [mark]) }
}

/// `["/a, "/b"]`: the first quotation ends where the second one begins.
private func quotesBeforeCommas(_ line: LineShape, _ scene: SlipScene) -> [SlipGuess] {
    let content = scene.bytes[line.content]
    guard line.content.contains(scene.offset),
        let start = content.firstIndex(where: { $0 == .doubleQuote || $0 == .singleQuote })
    else { return [] }
    let mark = content[start]
    guard let comma = content[start...].firstIndex(of: .comma), content[comma - 1] != mark else { return [] }
    return [SlipGuess(kind: .openQuote, range: start..<comma, replacement: content[start..<comma] + [mark])]
}

/// A value with a colon in it, or one that begins with a character that YAML has a use for.
func valuesThatNeedQuotes(_ line: LineShape, _ scene: SlipScene) -> [SlipGuess] {
    guard line.content.contains(scene.offset) || line.content.upperBound == scene.offset else { return [] }
    let behindKey = line.colon.map { $0 + 1 } ?? line.entry
    let value = scene.bytes[behindKey..<line.content.upperBound].drop { $0.isBlank }
    guard let first = value.first, ![.openBracket, .openBrace, .doubleQuote, .singleQuote].contains(first)
    else { return inBrackets(scene) }
    return [guess(quoting: value.indices, scene)]
}

private func inBrackets(_ scene: SlipScene) -> [SlipGuess] {
    let rest = scene.bytes[scene.offset...].prefix {
        ![.comma, .closeBracket, .closeBrace, UInt8(ascii: "\n")].contains($0)
    }
    return rest.isEmpty ? [] : [guess(quoting: rest.indices, scene)]
}

private func guess(quoting value: Range<Int>, _ scene: SlipScene) -> SlipGuess {
    let text = scene.bytes[value]
    let isSafe = !text.contains(.doubleQuote) && !text.contains(.backslash)
    let mark = isSafe ? UInt8.doubleQuote : .singleQuote
    let inner = isSafe ? Array(text) : text.flatMap { $0 == .singleQuote ? [$0, $0] : [$0] }
    let first = Unicode.Scalar(scene.bytes[value.lowerBound])
    return SlipGuess(
        kind: "@`%*&!|>?#-,]}".unicodeScalars.contains(first) ? .reserved(first) : .colonInText,
        range: value, replacement: [mark] + inner + [mark])
}
