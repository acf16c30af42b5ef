import Suggestions

/// Goes through a file line by line.
struct SecretScanner {
    /// Of the keys that hold secrets.
    private let names: [String]
    /// What began on an earlier line and may go on.
    private var open: Open?
    /// Brackets that are open at the start of the line, as far as can be told without knowing what is text.
    private var depth = 0

    private struct Open {
        package var value = FlowValue()
        /// Lines that are indented deeper than this belong to the value.
        package let column: Int
        let isInBraces: Bool
    }

    /// In longer lines nobody's slip of the hand is looked for.
    private static let guessedLine = 4096

    init(_ names: [String]) {
        self.names = names
    }

    package mutating func ranges(in line: [Unicode.Scalar]) -> [Range<Int>] {
        let isInBraces = startsInBraces(line)
        defer { countBrackets(in: line) }
        var ranges: [Range<Int>] = []
        var index = 0
        if let end = continued(in: line) {
            if end > 0 { ranges.append(0..<end) }
            index = end
        }
        let isComment = line.first { !$0.isBlank } == "#"
        while let key = nextKey(in: line, from: index) {
            var value = FlowValue()
            let start = key.valueStart
            let isInBraces = isInBraces || line[..<start].contains { $0 == "{" || $0 == "[" }
            let end = value.end(in: line, from: start, stops: isInBraces) ?? line.count
            let isOver = isInBraces && end < line.count
            let length = line[start..<end].lastIndex { !$0.isBlank }.map { $0 + 1 - start } ?? 0
            if length > 0, !Self.isVariable(line[start..<start + length]) {
                ranges.append(start..<start + length)
            }
            if !isOver, !isComment {
                open = Open(value: value, column: key.column, isInBraces: isInBraces)
            }
            index = max(end, start + 1)
        }
        return ranges
    }

    /// What begins at the margin with a letter is a key of the whole, whatever was left open above it.
    private mutating func startsInBraces(_ line: [Unicode.Scalar]) -> Bool {
        if line.first?.properties.isAlphabetic == true { depth = 0 }
        return depth > 0
    }

    private mutating func countBrackets(in line: [Unicode.Scalar]) {
        guard line.first(where: { !$0.isBlank }) != "#" else { return }
        for scalar in line {
            if scalar == "{" || scalar == "[" { depth += 1 }
            if scalar == "}" || scalar == "]" { depth = max(0, depth - 1) }
        }
    }

    /// How much of the line belongs to a value that began before it; nil when none does.
    private mutating func continued(in line: [Unicode.Scalar]) -> Int? {
        guard var open else { return nil }
        guard let indentation = line.firstIndex(where: { !$0.isBlank }) else { return 0 }
        if open.isInBraces || open.value.isOpen {
            let end = open.value.end(in: line, from: 0, stops: open.isInBraces)
            self.open = end == nil || !open.isInBraces ? open : nil
            return end ?? line.count
        }
        // The entries of a list may stand below their key, and so does the value of a key that was written with a `?`.
        let isBelow = indentation == open.column && (line[indentation] == "-" || line[indentation] == ":")
        if indentation > open.column || isBelow { return line.count }
        self.open = nil
        return nil
    }

    /// The next key that holds a secret: where it begins, and where its value does.
    private func nextKey(in line: [Unicode.Scalar], from: Int) -> (column: Int, valueStart: Int)? {
        for colon in line.indices.dropFirst(from) where line[colon] == ":" {
            let isFollowedByBlank = colon + 1 == line.count || line[colon + 1].isBlank
            let guessing = isFollowedByBlank && line.count <= Self.guessedLine
            guard let word = Self.word(before: colon, in: line),
                isMeant(by: line[word], guessing: guessing)
            else { continue }
            let start = line[(colon + 1)...].firstIndex { !$0.isBlank } ?? line.count
            return (word.lowerBound, start)
        }
        guard from == 0 else { return nil }
        if let start = valueWithoutColon(in: line) { return start }
        // `? secret`, and the value on the next line.
        guard let mark = line.firstIndex(where: { !$0.isBlank }), line[mark] == "?",
            let word = Self.word(before: line.count, in: line),
            isMeant(by: line[word], guessing: true)
        else { return nil }
        return (mark, line.count)
    }

    /// `secret hunter2`, where a colon was forgotten.
    private func valueWithoutColon(in line: [Unicode.Scalar]) -> (column: Int, valueStart: Int)? {
        guard let start = line.firstIndex(where: { !$0.isBlank && $0 != "-" }),
            let end = line[start...].firstIndex(where: \.isBlank),
            isMeant(by: line[start..<end], guessing: false),
            let value = line[end...].firstIndex(where: { !$0.isBlank }), line[value] != ":"
        else { return nil }
        return (start, value)
    }

    /// Also a key that ends like one of them, and one that is meant to be one.
    private func isMeant(by word: ArraySlice<Unicode.Scalar>, guessing: Bool) -> Bool {
        guard word.count <= 64 else { return false }
        let word = String(String.UnicodeScalarView(word)).lowercased()
        return names.contains { word.hasSuffix($0) }
            || guessing && (4...12).contains(word.utf8.count)
                && Suggestion.nearest(to: word, among: names) != nil
    }

    /// What a key consists of, without quotation marks.
    private static func word(before end: Int, in line: [Unicode.Scalar]) -> Range<Int>? {
        func isMark(_ scalar: Unicode.Scalar) -> Bool { scalar.isBlank || scalar == "\"" || scalar == "'" }
        guard let last = line[..<end].lastIndex(where: { !isMark($0) }), end - last <= 64 else { return nil }
        let first =
            line[max(0, last - 64)...last].lastIndex {
                !($0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "_" || $0 == "-")
            }.map { $0 + 1 } ?? max(0, last - 64)
        return first <= last ? first..<last + 1 : nil
    }

    /// `${NAME}` or `${NAME:?message}`: nothing of a value in it.
    private static func isVariable(_ value: ArraySlice<Unicode.Scalar>) -> Bool {
        var value = value
        if let first = value.first, first == "\"" || first == "'", value.last == first, value.count > 1 {
            value = value.dropFirst().dropLast()
        }
        let filled = Interpolation(String(String.UnicodeScalarView(value)), environment: [:])
        return !filled.isFromFile && filled.isOnlyNames
    }
}
