/// Knows one kind of slip when it sees it.
struct SlipRecogniser: Sendable {
    /// What in this line may be one, the likeliest first. A guess that does not help the parser is forgotten, so that a recogniser
    /// need not be sure.
    let guesses: @Sendable (LineShape, SlipScene) -> [SlipGuess]

    /// All of them. What leaves least doubt stands first: the last ones explain many a text that the first ones explain better.
    static let all: [SlipRecogniser] = [
        SlipRecogniser(guesses: oddBlanks),
        SlipRecogniser(guesses: typographicQuotes),
        SlipRecogniser(guesses: tabs),
        SlipRecogniser(guesses: unknownEscapes),
        SlipRecogniser(guesses: openQuotes),
        SlipRecogniser(guesses: brackets),
        SlipRecogniser(guesses: valuesThatNeedQuotes),
        SlipRecogniser(guesses: missingBlanks),
        SlipRecogniser(guesses: missingColons),
        SlipRecogniser(guesses: reservedKeys),
        SlipRecogniser(guesses: blanksBehindDashes),
        SlipRecogniser(guesses: indentations),
        SlipRecogniser(guesses: missingDashes),
    ]
}

/// A text that the parser gave up on, as recognisers see it.
struct SlipScene {
    let bytes: [UInt8]
    /// Those with something written on them, from far above the place where the parser gave up to some way below it.
    let lines: [LineShape]
    /// The line on which the parser gave up, or the last one above it.
    let last: Int
    /// Where in the text the parser gave up, and its words.
    let offset: Int
    let words: String
    /// How much deeper a level is indented than the one around it.
    let step: Int

    private static let linesAbove = 4_000
    private static let linesBelow = 400

    init(_ source: SourceText, _ error: YAMLSyntaxError) {
        let mark = source.clamped(SourceSpan(start: error.mark, end: error.mark)).start
        let first = max(1, mark.line - Self.linesAbove)
        let end = min(source.lineCount, mark.line + Self.linesBelow)
        let lines = (first...max(first, end)).map {
            LineShape(source.bytes, source.range(ofLine: $0), number: $0)
        }.filter { !$0.isEmpty }
        bytes = source.bytes
        self.lines = lines
        last = lines.lastIndex { $0.number <= mark.line } ?? 0
        offset = source.offset(of: mark)
        words = error.problem
        step = Indentation.step(of: lines)
    }

    func index(of line: LineShape) -> Int? {
        // By the order of their numbers: there may be thousands.
        var low = 0
        var high = lines.count
        while low < high {
            let middle = (low + high) / 2
            if lines[middle].number < line.number { low = middle + 1 } else { high = middle }
        }
        return low < lines.count && lines[low].number == line.number ? low : nil
    }

    /// The line above and the one below.
    func neighbours(of index: Int) -> [LineShape] {
        [index - 1, index + 1].filter(lines.indices.contains).map { lines[$0] }
    }
}
