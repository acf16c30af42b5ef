import Suggestions
import YAML

/// Where secrets stand in a manifest, found without understanding it: a file that is not even YAML may hold one.
///
/// The rule for everything that is printed: **what stands as a value at a key that holds a secret, on its line and on those that
/// belong to it, is never shown**, neither in the line nor quoted from it. What only names a variable is no secret. In doubt
/// too much is covered.
struct SecretLines {
    private var covered: [Int: [Range<Int>]] = [:]

    init(_ source: SourceText) {
        var scanner = SecretScanner()
        for number in 1...max(1, source.lineCount) {
            let ranges = scanner.ranges(in: Array(source.line(number).unicodeScalars))
            if !ranges.isEmpty { covered[number] = ranges }
        }
    }

    /// In Unicode scalars, from 0.
    func ranges(inLine number: Int) -> [Range<Int>] { covered[number] ?? [] }

    /// What stands at a place that is covered; nil where it is not.
    func text(at span: SourceSpan, in source: SourceText) -> String? {
        guard let ranges = covered[span.start.line] else { return nil }
        let line = Array(source.line(span.start.line).unicodeScalars)
        let start = min(span.start.column - 1, line.count)
        let end =
            span.end.line == span.start.line ? min(max(start, span.end.column - 1), line.count) : line.count
        guard end > start, ranges.contains(where: { $0.overlaps(start..<end) }) else { return nil }
        return String(String.UnicodeScalarView(line[start..<end]))
    }

    /// Nothing of this line may be quoted.
    func contains(line number: Int) -> Bool { covered[number] != nil }
}

/// The keys under which a secret can stand in the manifest itself; each has a twin that ends with `_file`.
enum SecretKey: String, CaseIterable {
    case secret
    case redisURL = "redis_url"

    /// Also a key that ends like one of them, and one that is meant to be one.
    static func isMeant(by word: ArraySlice<Unicode.Scalar>, guessing: Bool) -> Bool {
        guard word.count <= 64 else { return false }
        let word = String(String.UnicodeScalarView(word)).lowercased()
        return names.contains { word.hasSuffix($0) }
            || guessing && (4...12).contains(word.utf8.count)
                && Suggestion.nearest(to: word, among: names) != nil
    }

    private static let names = allCases.map(\.rawValue)
}

/// Goes through a file line by line.
private struct SecretScanner {
    /// What began on an earlier line and may go on.
    private var open: Open?
    /// Brackets that are open at the start of the line, as far as can be told without knowing what is text.
    private var depth = 0

    private struct Open {
        var value = FlowValue()
        /// Lines that are indented deeper than this belong to the value.
        let column: Int
        let isInBraces: Bool
    }

    /// In longer lines nobody's slip of the hand is looked for.
    private static let guessedLine = 4096

    mutating func ranges(in line: [Unicode.Scalar]) -> [Range<Int>] {
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

    /// What begins at the margin with a letter is a section of the manifest, whatever was left open above it.
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
                SecretKey.isMeant(by: line[word], guessing: guessing)
            else { continue }
            let start = line[(colon + 1)...].firstIndex { !$0.isBlank } ?? line.count
            return (word.lowerBound, start)
        }
        // `? secret`, and the value on the next line.
        guard from == 0, let mark = line.firstIndex(where: { !$0.isBlank }), line[mark] == "?",
            let word = Self.word(before: line.count, in: line),
            SecretKey.isMeant(by: line[word], guessing: true)
        else { return nil }
        return (mark, line.count)
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

/// A value as far as it has been read, of which only is known where it ends.
private struct FlowValue {
    private var quote: Unicode.Scalar?
    private var depth = 0
    /// A quotation mark here begins a quotation; in the middle of a word it is a letter.
    private var isAtStart = true

    /// A quotation or a bracket is not closed.
    var isOpen: Bool { quote != nil || depth > 0 }

    /// Where the value ends; nil: not in this line.
    ///
    /// - Parameter stops: At a comma or a bracket that is not its own.
    mutating func end(in line: [Unicode.Scalar], from start: Int, stops: Bool) -> Int? {
        var index = min(start, line.count)
        let began = isOpen
        while index < line.count {
            let scalar = line[index]
            index += 1
            if let quote {
                if quote == "\"", scalar == "\\" {
                    index += 1
                } else if scalar == quote {
                    if quote == "'", index < line.count, line[index] == "'" {
                        index += 1
                    } else {
                        self.quote = nil
                        isAtStart = false
                    }
                }
            } else if isAtStart, scalar == "\"" || scalar == "'" {
                quote = scalar
            } else if scalar == "{" || scalar == "[" {
                depth += 1
                isAtStart = true
            } else if scalar == "}" || scalar == "]" {
                if depth == 0, stops, Self.isEnd(of: line, from: index) { return index - 1 }
                depth = max(0, depth - 1)
                isAtStart = false
            } else if scalar == "," {
                if depth == 0, stops, Self.isEntry(in: line, from: index) { return index - 1 }
                isAtStart = true
            } else if isAtStart, scalar == "!" || scalar == "&" {
                // Behind a tag or an anchor the value is still to come.
                index =
                    line[index...].firstIndex { $0.isBlank || $0 == "," || $0 == "}" || $0 == "]" }
                    ?? line.count
            } else if !scalar.isBlank, scalar != ":" {
                isAtStart = false
            }
        }
        // A line that closed what was open is the last one, unless only a comma ends it.
        return began && !isOpen && !stops ? line.count : nil
    }

    /// Nothing but the ends of collections, or their next entries, follows: so the bracket before is no part of a secret.
    private static func isEnd(of line: [Unicode.Scalar], from start: Int) -> Bool {
        guard let next = line[start...].first(where: { !$0.isBlank }) else { return true }
        return [",", "}", "]", "#"].contains(next)
    }

    /// Nothing follows, or the key of a further entry: so the comma before is no part of a secret.
    private static func isEntry(in line: [Unicode.Scalar], from start: Int) -> Bool {
        guard let first = line[start...].firstIndex(where: { !$0.isBlank }), line[first] != "#" else {
            return true
        }
        let rest = line[first...].drop { $0.properties.isAlphabetic || $0 == "_" || $0 == "-" || $0 == "\"" }
        return rest.startIndex > first && rest.first == ":" && (rest.dropFirst().first?.isBlank ?? true)
    }
}

extension Unicode.Scalar {
    fileprivate var isBlank: Bool { self == " " || self == "\t" }
}
