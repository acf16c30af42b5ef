/// What there is to say about a rule, beside what a diagnostic says of the place where it is broken.
package struct Explanation: Sendable {
    package let level: Level
    /// The rule, in one sentence.
    package let title: String
    /// What it is for.
    package let why: String
    package let remedy: String
    /// A piece of a file that breaks it; where it is about no text, a command.
    package let broken: String
    /// The same piece, which doesn't.
    package let mended: String

    /// What it is to break the rule.
    package enum Level: String, Sendable {
        case error
        case warning
        /// It depends on how, or where.
        case either = "error or warning"

        package func covers(_ severity: Diagnostic.Severity) -> Bool {
            self == .either || rawValue == severity.rawValue
        }
    }

    package init(
        _ level: Level, _ title: String, why: String, remedy: String, broken: String, mended: String
    ) {
        self.level = level
        self.title = title
        self.why = why
        self.remedy = remedy
        self.broken = broken
        self.mended = mended
    }
}
