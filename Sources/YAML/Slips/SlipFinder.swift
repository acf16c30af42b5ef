/// Finds the slip that made the parser give up.
///
/// The parser reports where it could read no further, in words about its own state; what a person did may stand many lines
/// above. So each slip that the text suggests is undone in a copy, and the parser is asked again: what lets it read to the
/// end was it, and what it was changed to is the remedy.
enum SlipFinder {
    /// Guesses per recogniser.
    private static let patience = 16
    /// Bytes that all guesses together may cost.
    private static let budget = 32 * YAMLLimits.bytes

    static func problem(in source: SourceText, _ error: YAMLSyntaxError) -> YAMLProblem? {
        let scene = SlipScene(source, error)
        guard !scene.lines.isEmpty else { return nil }
        var left = budget / max(source.bytes.count, 1)
        // A text with several slips is not read to its end when one of them is undone, but a good deal further.
        var furthest: (line: Int, guess: SlipGuess)?
        for recogniser in SlipRecogniser.all {
            var tried = 0
            for line in scene.lines[...scene.last].reversed() where tried < patience {
                for guess in recogniser.guesses(line, scene) where tried < patience && left > 0 {
                    tried += 1
                    left -= 1
                    guard let next = EventReader.error(in: guess.applied(to: source.bytes)) else {
                        return guess.problem(in: source)
                    }
                    if next.mark.line > max(error.mark.line + 1, furthest?.line ?? 0) {
                        furthest = (next.mark.line, guess)
                    }
                }
            }
        }
        return furthest?.guess.problem(in: source)
    }
}
