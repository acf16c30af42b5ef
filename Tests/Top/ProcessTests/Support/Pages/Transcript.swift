import Foundation

/// What is typed, a block of `sh` to be pasted as it is, and what it prints: the block of `text` behind it, nothing without one. In its place
/// a block of `log` is what a server says of it, in its own terminal.
///
/// In what is printed, `…` stands for any text within a line, and alone in a line for any number of lines.
struct Transcript: Sendable {
    let page: String
    let line: Int
    let command: String
    let output: String
    let told: String

    var place: String { "\(page), line \(line): \(command)" }

    /// All of them in a Markdown text, in order.
    static func all(in text: String, of page: String) -> [Transcript] {
        var found: [Transcript] = []
        var isBehindCommand = false
        for block in FencedBlock.all(in: text) {
            let content = block.lines.joined(separator: "\n")
            if block.language == "sh" {
                found.append(
                    Transcript(page: page, line: block.line, command: content, output: "", told: ""))
            } else if isBehindCommand, ["text", "log"].contains(block.language) {
                let command = found.removeLast()
                let isTold = block.language == "log"
                found.append(
                    Transcript(
                        page: page, line: command.line, command: command.command,
                        output: isTold ? "" : content, told: isTold ? content : ""))
            }
            isBehindCommand = block.language == "sh"
        }
        return found
    }

    /// Whether this is what was printed.
    func matches(_ actual: String) -> Bool {
        // Header lines end in CR LF, which a terminal does not show.
        let actual = actual.replacing("\r\n", with: "\n").trimmed
        return actual.range(of: "^(?:\(Self.pattern(output)))$", options: .regularExpression) != nil
    }

    /// Whether this is how it began.
    func matchesStart(of actual: String) -> Bool {
        actual.range(of: "^(?:\(Self.pattern(output)))", options: .regularExpression) != nil
    }

    /// Whether what is told stands in this, from the beginning of a line to the end of one.
    func isTold(in actual: String) -> Bool {
        actual.range(of: "(?m)^(?:\(Self.pattern(told)))$", options: .regularExpression) != nil
    }

    private static func pattern(_ text: String) -> String {
        let lines = text.trimmed.components(separatedBy: "\n")
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
