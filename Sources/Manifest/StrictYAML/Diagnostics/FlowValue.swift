/// A value as far as it has been read, of which only is known where it ends.
struct FlowValue {
    private var quote: Unicode.Scalar?
    private var depth = 0
    /// A quotation mark here begins a quotation; in the middle of a word it is a letter.
    private var isAtStart = true

    /// A quotation or a bracket is not closed.
    package var isOpen: Bool { quote != nil || depth > 0 }

    /// Where the value ends; nil: not in this line.
    ///
    /// - Parameter stops: At a comma or a bracket that is not its own.
    package mutating func end(in line: [Unicode.Scalar], from start: Int, stops: Bool) -> Int? {
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
    var isBlank: Bool { self == " " || self == "\t" }
}
