/// One thing that is wrong or doubtful in a manifest.
package struct Diagnostic: Sendable, Equatable {
    package let severity: Severity
    /// Names the rule for programs; never changes its meaning.
    package let code: DiagnosticCode
    package let message: String
    /// What to do about it.
    package let hint: String?
    /// The change of the file that the hint asks for, where it is one.
    package let edit: SourceEdit?
    /// Where it stands; nil for what comes from the command line.
    package let location: SourceLocation?
    /// Another place that has a part in it.
    package let related: Related?

    package enum Severity: String, Sendable {
        case error
        case warning
    }

    package struct Related: Sendable, Equatable {
        package let message: String
        package let location: SourceLocation
    }
}

/// A place in a file, with the line it stands on.
package struct SourceLocation: Sendable, Equatable {
    package let file: String
    /// From 1.
    package let line: Int
    /// From 1, in characters.
    package let column: Int
    /// The whole line; secrets in it are blotted out, and a very long line is cut around the place.
    package let sourceLine: String
    /// Which character of `sourceLine` the caret stands under, from 0.
    package let caret: Int
    /// How many characters are underlined, at least 1.
    package let length: Int
}
