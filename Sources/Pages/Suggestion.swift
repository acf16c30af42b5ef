/// Finds what was meant by a name that doesn't exist.
enum Suggestion {
    /// The known name that is fewest edits away, if that is few for a name of its length.
    static func closest(to name: String, among known: some Sequence<String>) -> String? {
        let candidates = known.map { (name: $0, edits: edits(from: name, to: $0)) }
        let best = candidates.min { ($0.edits, $0.name) < ($1.edits, $1.name) }
        guard let best, best.edits <= max(1, (best.name.count + 1) / 3) else { return nil }
        return best.name
    }

    /// Levenshtein's distance: insertions, deletions and replacements.
    private static func edits(from left: String, to right: String) -> Int {
        let right = Array(right)
        var row = Array(0...right.count)
        for (number, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = number + 1
            for column in right.indices {
                let replaced = diagonal + (letter == right[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }
}
