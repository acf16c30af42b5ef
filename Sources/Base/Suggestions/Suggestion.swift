// What somebody meant who misspelt it, for hints.

/// Guesses what was meant by a word that is not known.
package enum Suggestion {
    /// The nearest of the candidates, if it is near enough that only a slip of the hand lies between: one edit in three
    /// characters and two at most, where an edit inserts, drops, replaces or swaps neighbours.
    package static func nearest(to word: String, among candidates: [String]) -> String? {
        allNearest(to: word, among: candidates).first
    }

    /// The same, and behind it others that are as near: which of them was meant can't be told.
    package static func allNearest(to word: String, among candidates: [String]) -> [String] {
        guard (1...64).contains(word.utf8.count) else { return [] }
        let lowercased = word.lowercased()
        let scored = candidates.compactMap { candidate -> (Int, String)? in
            let other = candidate.lowercased()
            // By so much their lengths differ at most.
            guard abs(other.utf8.count - lowercased.utf8.count) <= 2 else { return nil }
            return (distance(lowercased, other), candidate)
        }
        guard let best = scored.min(by: { $0.0 < $1.0 }), best.1 != word else { return [] }
        let reach = max(1, min(2, min(word.count, best.1.count) / 3))
        guard best.0 <= reach else { return [] }
        return scored.reduce(into: [best.1]) { nearest, other in
            if other.0 == best.0, !nearest.contains(other.1) { nearest.append(other.1) }
        }
    }

    /// `did you mean 'x'?`, or what there is to choose from.
    package static func hint(for word: String, among candidates: [String], called noun: String) -> String? {
        if let nearest = nearest(to: word, among: candidates) { return "did you mean '\(nearest)'?" }
        guard !candidates.isEmpty else { return nil }
        let shown = candidates.prefix(16).joined(separator: ", ")
        return "\(noun): \(shown)\(candidates.count > 16 ? ", …" : "")"
    }

    private static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left.utf8)
        let right = Array(right.utf8)
        var beforeLast = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        for (row, byte) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var cost = min(
                    last[column + 1] + 1, current[column] + 1, last[column] + (byte == other ? 0 : 1))
                if row > 0, column > 0, byte == right[column - 1], left[row - 1] == other {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            (beforeLast, last) = (last, current)
        }
        return last[right.count]
    }
}
