/// What a program says to whoever started it: that it serves, and what there is to know of it.
package struct Announcement: Sendable {
    private let title: String
    private let details: [String]
    private var facts: [(name: String, words: String)] = []
    private var advice: [String] = []

    /// - Parameter details: Lines as they are.
    package init(_ title: String, details: [String] = []) {
        self.title = title
        self.details = details
    }

    package mutating func add(_ name: String, _ words: String) {
        facts.append((name, words))
    }

    /// What a person can type now.
    package mutating func advise(_ heading: String, _ commands: [String]) {
        advice += [heading] + commands.map { "  " + $0 }
    }

    package var text: String {
        let lines = facts.map { fact in
            "  \(fact.name)\(String(repeating: " ", count: max(1, 10 - fact.name.count)))\(fact.words)"
        }
        return ([title] + details.map { $0.isEmpty ? $0 : "  " + $0 } + lines + advice).joined(
            separator: "\n")
    }

    /// Each a line of a log.
    var messages: [String] {
        [title] + details.filter { !$0.isEmpty } + facts.map { "\($0.name) \($0.words)" }
    }
}

extension LineWriter {
    /// Says it to people on standard output; where the log is for programs, it is in the log.
    ///
    /// - Parameter patience: As for ``say(_:level:patience:)``.
    package func announce(_ words: Announcement, to people: LineWriter, patience: Duration?) {
        guard !isForPeople else {
            people.say(words.text, patience: patience)
            return
        }
        for message in words.messages { say(message, patience: patience) }
    }
}
