import Foundation

/// A command of a `console` block, and what it prints.
///
/// A command begins with `$ ` and goes on in lines that begin with `> `. In what it prints, `…` stands for any text within a
/// line, and alone in a line for any number of lines.
struct Transcript: Sendable {
    let line: Int
    let command: String
    let output: String

    var place: String { "line \(line): \(command)" }

    /// All commands of a Markdown text, in order.
    static func all(in text: String) -> [Transcript] {
        var found: [(line: Int, command: [String], output: [String])] = []
        for block in FencedBlock.all(in: text) where block.language == "console" {
            for (offset, line) in block.lines.enumerated() {
                if line.hasPrefix("$ ") {
                    found.append((block.line + offset, [String(line.dropFirst(2))], []))
                } else if line.hasPrefix("> "), found.last?.output.isEmpty == true {
                    found[found.count - 1].command.append(String(line.dropFirst(2)))
                } else if !found.isEmpty {
                    found[found.count - 1].output.append(line)
                }
            }
        }
        return found.map {
            Transcript(
                line: $0.line, command: $0.command.joined(separator: "\n"),
                output: $0.output.joined(separator: "\n"))
        }
    }

    /// Whether this is what was printed.
    func matches(_ actual: String) -> Bool {
        // Header lines end in CR LF, which a terminal does not show.
        let actual = actual.replacing("\r\n", with: "\n").trimmed
        return actual.range(of: "^(?:\(pattern))$", options: .regularExpression) != nil
    }

    /// Whether this is how it began.
    func matchesStart(of actual: String) -> Bool {
        actual.range(of: "^(?:\(pattern))", options: .regularExpression) != nil
    }

    private var pattern: String {
        let lines = output.trimmed.components(separatedBy: "\n")
        return lines.enumerated().map { index, line in
            let isLast = index == lines.count - 1
            if line.trimmed == "…" { return isLast ? "[\\s\\S]*" : "(?:.*\\n)*" }
            let literal = line.components(separatedBy: "…")
                .map { NSRegularExpression.escapedPattern(for: $0) }.joined(separator: ".*")
            return isLast ? literal : literal + "\\n"
        }.joined()
    }
}

/// A block of Markdown between fences.
struct FencedBlock: Sendable {
    let language: String
    /// Of the first line of the content, counted from 1.
    let line: Int
    var lines: [String]

    static func all(in text: String) -> [FencedBlock] {
        var blocks: [FencedBlock] = []
        var isOpen = false
        for (index, line) in text.components(separatedBy: "\n").enumerated() {
            if line.hasPrefix("```") {
                isOpen.toggle()
                if isOpen {
                    blocks.append(
                        FencedBlock(language: String(line.dropFirst(3)), line: index + 2, lines: []))
                }
            } else if isOpen {
                blocks[blocks.count - 1].lines.append(line)
            }
        }
        return blocks
    }
}

extension String {
    fileprivate var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
