extension ManifestDiff {
    /// The answer of `mcp-auth diff` for people: what is different, and then what comes of it for whom.
    ///
    /// - Parameters:
    ///   - old: What the first manifest is called.
    ///   - new: What the second is called.
    package func text(_ old: String, _ new: String) -> String {
        guard !differences.isEmpty else { return "\(old) and \(new) have the same effect\n" }
        return "\(old) → \(new): \(counted)\n\n" + details
    }

    /// How many there are: `2 differences`.
    package var counted: String { "\(differences.count) difference\(differences.count == 1 ? "" : "s")" }

    /// What is different, a line for each, and then what comes of it for whom.
    package var details: String {
        var lines: [String] = []
        let width = differences.map(\.subject.count).max() ?? 0
        for difference in differences {
            let padding = String(repeating: " ", count: width - difference.subject.count)
            lines.append("  \(difference.subject)\(padding)  \(difference.cells)")
        }
        for audience in Audience.allCases {
            let words = self.words(for: audience)
            if words.isEmpty { continue }
            lines += ["", audience.words] + words.map { "  - \($0)" }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    /// Each once: two differences may come to the same.
    package func words(for audience: Audience) -> [String] {
        differences.flatMap(\.effects).filter { $0.audience == audience }.map(\.words).reduce(into: []) {
            if !$0.contains($1) { $0.append($1) }
        }
    }
}

extension Difference {
    fileprivate var cells: String {
        switch (before, after) {
        case (let before?, let after?): before == after ? "another one" : "\(before) → \(after)"
        case (let before?, nil): "gone: \(before)"
        case (nil, let after?): "new: \(after)"
        case (nil, nil): "another one"
        }
    }
}
