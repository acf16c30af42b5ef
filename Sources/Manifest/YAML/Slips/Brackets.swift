/// Brackets without a partner on their line.
func brackets(_ line: LineShape, _ scene: SlipScene) -> [SlipGuess] {
    if let stray = line.strayBracket { return guesses(for: stray, line, scene) }
    guard let first = line.openBrackets.first else { return [] }
    let text = scene.bytes[first..<line.content.upperBound]
    let closed =
        text
        + line.openBrackets.reversed().map {
            scene.bytes[$0] == .openBracket ? UInt8.closeBracket : .closeBrace
        }
    // One that was typed twice is closed once.
    let isDoubled = text.dropFirst().first == text.first
    return ((isDoubled ? [Array(text.dropFirst())] : []) + [Array(closed)]).map {
        SlipGuess(kind: .openBracket, range: text.indices, replacement: $0)
    }
}

private func guesses(for stray: Int, _ line: LineShape, _ scene: SlipScene) -> [SlipGuess] {
    let place = stray..<stray + 1
    let opening: [UInt8] = scene.bytes[stray] == .closeBracket ? [.openBracket] : [.openBrace, .space]
    // Its partner would stand where a value begins: behind the dash, or behind the key.
    return [line.isEntry ? line.entry : nil, line.colon.map { $0 + 1 }].compactMap(\.self).compactMap {
        start in
        let value = scene.bytes[start..<max(start, stray)].drop { $0.isBlank }
        let isOpen = value.first == .openBracket || value.first == .openBrace
        let text = scene.bytes[value.startIndex..<line.content.upperBound]
        return value.isEmpty || isOpen
            ? nil : SlipGuess(kind: .strayBracket, range: text.indices, replacement: opening + text)
    } + [SlipGuess(kind: .strayBracket, range: place, replacement: [], place: place)]
}
