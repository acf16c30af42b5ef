/// Finds what looks like a secret in a line without understanding it: a line that is not even YAML may hold one.
enum SecretWords {
    private static let word = Array("secret".unicodeScalars)

    /// The values after keys that end with `secret`, except for those that only name a variable.
    static func ranges(in line: [Unicode.Scalar]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var index = 0
        while let start = nextValue(in: line, from: index) {
            let end = self.end(ofValueAt: start, in: line)
            let value = String(String.UnicodeScalarView(line[start..<end]))
            let length =
                value.unicodeScalars.count - value.unicodeScalars.reversed().prefix { $0 == " " }.count
            if length > 0, !isVariable(value) { ranges.append(start..<start + length) }
            index = max(end, start + 1)
        }
        return ranges
    }

    /// Where the value begins behind the next such key.
    private static func nextValue(in line: [Unicode.Scalar], from: Int) -> Int? {
        var index = from
        while index + word.count < line.count {
            if line[index] == word[0], line[index..<index + word.count].elementsEqual(word) {
                var colon = index + word.count
                if line[colon] == "\"" || line[colon] == "'" { colon += 1 }
                if colon < line.count, line[colon] == ":" {
                    return line[(colon + 1)...].firstIndex { $0 != " " && $0 != "\t" }
                }
            }
            index += 1
        }
        return nil
    }

    /// Behind the closing quote, or at what ends a plain value there, or at the end of the line.
    private static func end(ofValueAt start: Int, in line: [Unicode.Scalar]) -> Int {
        let first = line[start]
        if first == "\"" || first == "'" {
            return line[(start + 1)...].firstIndex(of: first).map { $0 + 1 } ?? line.count
        }
        let isInBraces = line[..<start].contains { $0 == "{" || $0 == "[" }
        guard isInBraces else { return line.count }
        let brace =
            line[start...].starts(with: ["$", "{"]) ? line[start...].firstIndex(of: "}") ?? start : start
        return line[(brace == start ? start : brace + 1)...].firstIndex {
            $0 == "," || $0 == "}" || $0 == "]"
        }
            ?? line.count
    }

    /// `${NAME}` or `${NAME:?message}`: nothing of a value in it.
    private static func isVariable(_ value: String) -> Bool {
        let filled = Interpolation(value, environment: [:])
        return filled.flaws.count == 1 && !filled.isFromFile && filled.isOnlyNames
    }
}
