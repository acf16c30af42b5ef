/// Finds the slips that made the parser give up.
///
/// The parser reports where it could read no further, in words about its own state; what a person did may stand many lines
/// above. So each slip that the text suggests is undone in a copy, and the parser is asked again: what lets it read to the
/// end was it, and what it was changed to is the remedy. A further slip is looked for in that copy.
struct SlipFinder {
    /// Guesses per recogniser.
    private static let patience = 16
    /// Nobody mends more at once, and each was found in a text that others were undone in.
    private static let most = 8

    /// How many guesses may still be tried: by their bytes.
    private var left: Int

    static func problems(in source: SourceText, _ error: YAMLSyntaxError) -> [YAMLProblem] {
        var finder = SlipFinder(left: 32 * YAMLLimits.bytes / max(source.bytes.count, 1))
        var problems: [YAMLProblem] = []
        var changed: Set<Int> = []
        var (source, error) = (source, error)
        while problems.count < most, let guess = finder.guess(in: source, error) {
            let problem = guess.problem(in: source)
            let lines = problem.span.start.line...problem.span.end.line
            // Where something was changed already, places are no longer those of the file.
            guard changed.isDisjoint(with: lines) else { break }
            problems.append(problem)
            let mended = guess.applied(to: source.bytes)
            guard let next = EventReader.error(in: mended, of: source.index) else { break }
            changed.formUnion(guess.lines(in: source))
            (source, error) = (SourceText(mended, index: source.index), next)
        }
        return problems
    }

    private mutating func guess(in source: SourceText, _ error: YAMLSyntaxError) -> SlipGuess? {
        let scene = SlipScene(source, error)
        guard !scene.lines.isEmpty else { return nil }
        // With several slips the text is not read to its end when one of them is undone, but a good deal further.
        var furthest: (line: Int, guess: SlipGuess)?
        // A quotation that is not closed hides what comes behind it: when it is closed, that may be noticed earlier.
        var hiding: SlipGuess?
        for recogniser in SlipRecogniser.all {
            var tried = 0
            for line in scene.lines[...scene.last].reversed() where tried < Self.patience {
                for guess in recogniser.guesses(line, scene) where tried < Self.patience && left > 0 {
                    tried += 1
                    left -= 1
                    guard let next = EventReader.error(in: guess.applied(to: source.bytes), of: source.index)
                    else {
                        return guess
                    }
                    if next.mark.line > max(error.mark.line + 1, furthest?.line ?? 0) {
                        furthest = (next.mark.line, guess)
                    } else if guess.kind == .openQuote, next.mark.line > line.number + 1 {
                        hiding = hiding ?? guess
                    }
                }
            }
        }
        return furthest?.guess ?? hiding
    }
}
