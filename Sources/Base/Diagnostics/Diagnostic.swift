// What is wrong in a file of the user's, and how that is told: one type and one renderer, for the manifest
// and for templates.

/// A rule that a file can break, by its name.
package protocol DiagnosticRule: Sendable {
    /// For programs. It never changes its meaning.
    var rawValue: String { get }
}

/// One thing that is wrong or doubtful in a file of the user's: the manifest, or a template.
package struct Diagnostic: Sendable, Equatable {
    package let severity: Severity
    /// Names the rule.
    package let code: String
    package let message: String
    /// What to do about it.
    package let hint: String?
    package let mending: Mending
    package let place: Place
    /// Another place that has a part in it.
    package let related: Related?

    package enum Severity: String, Sendable {
        case error
        case warning
    }

    package enum Place: Sendable, Equatable {
        case commandLine
        /// A file as a whole.
        case file(String)
        case text(SourceLocation)
    }

    package struct Related: Sendable, Equatable {
        package let message: String
        package let location: SourceLocation

        package init(message: String, location: SourceLocation) {
            self.message = PrintableText.of(message)
            self.location = location
        }
    }

    /// - Parameter code: One of the rules that whoever checks the file has a closed list of.
    package init(
        _ severity: Severity, _ code: some DiagnosticRule, _ message: String, hint: String?,
        mending: Mending = .inWords, at place: Place, related: Related? = nil
    ) {
        self.severity = severity
        self.code = code.rawValue
        self.message = PrintableText.of(message)
        self.hint = hint.map(PrintableText.of)
        self.mending = mending
        self.place = place
        self.related = related
    }

    package var edits: [SourceEdit] { mending.edits }

    /// Nil where it is no single line that is to blame.
    package var location: SourceLocation? {
        guard case .text(let location) = place else { return nil }
        return location
    }
}
