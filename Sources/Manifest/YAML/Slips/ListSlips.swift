/// `-resource: x` is a key that begins with a dash; and with more than one blank behind it the further keys of the entry do not stand
/// below the first one.
func blanksBehindDashes(_ line: LineShape, _ scene: SlipScene) -> [SlipGuess] {
    let text = scene.bytes[line.content]
    guard text.first == .dash else { return [] }
    let rest = text.dropFirst().drop { $0.isBlank }
    guard !rest.isEmpty, rest.startIndex != text.startIndex + 2 else { return [] }
    return [SlipGuess(kind: .blankAfterDash, range: line.content, replacement: [.dash, .space] + rest)]
}

/// An entry without its dash, next to one that has one.
func missingDashes(_ line: LineShape, _ scene: SlipScene) -> [SlipGuess] {
    guard !line.isEntry, let index = scene.index(of: line) else { return [] }
    let columns = scene.neighbours(of: index).filter { $0.isEntry && $0.indentation < line.indentation }.map(
        \.indentation)
    return Set(columns).sorted().map {
        SlipGuess(
            kind: .missingDash, range: line.start + $0..<line.content.upperBound,
            replacement: [.dash, .space] + scene.bytes[line.content])
    }
}
