package import Diagnostics
package import YAML

/// A diagnostic in the making: places are spans of the text, not yet lines to print.
package struct Finding {
    package let severity: Diagnostic.Severity
    package let code: DiagnosticCode
    package let message: String
    package let remedy: Remedy?
    /// Nil for what comes from the command line.
    package let span: SourceSpan?
    package let related: Related?

    package struct Related {
        package let message: String
        package let span: SourceSpan

        package init(message: String, span: SourceSpan) {
            self.message = message
            self.span = span
        }
    }
}

/// Everything found in one run, in the order of finding.
package final class Findings {
    package private(set) var all: [Finding] = []
    package private(set) var errorCount = 0
    /// How many came after the limit and were only counted.
    private(set) var omitted = 0

    package var hasErrors: Bool { errorCount > 0 }

    /// Nobody reads further, and a hostile file could make as many as it has characters.
    private static let limit = 200
    var isFull: Bool { all.count >= Self.limit }

    /// - Parameter hint: What to do, where it is said in words alone.
    package func error(
        _ code: DiagnosticCode, _ message: String, at span: SourceSpan?,
        hint: @autoclosure () -> String? = nil, remedy: @autoclosure () -> Remedy? = nil,
        related: Finding.Related? = nil
    ) {
        errorCount += 1
        // A value that looks like a variable is wrong because it is none, one with such quotes because of them.
        if !isFull, let last = all.last, last.severity == .warning,
            [.variableSyntax, .quotes].contains(last.code), let span, let doubt = last.span,
            span.start <= doubt.start, doubt.end <= span.end
        {
            all.removeLast()
            return add(.error, code, message, span, last.remedy, related)
        }
        add(.error, code, message, span, remedy() ?? hint().map { Remedy($0) }, related)
    }

    package func warning(
        _ code: DiagnosticCode, _ message: String, at span: SourceSpan?,
        hint: @autoclosure () -> String? = nil, remedy: @autoclosure () -> Remedy? = nil,
        related: Finding.Related? = nil
    ) {
        add(.warning, code, message, span, remedy() ?? hint().map { Remedy($0) }, related)
    }

    /// Beyond the limit nothing is worked out.
    private func add(
        _ severity: Diagnostic.Severity, _ code: DiagnosticCode, _ message: String, _ span: SourceSpan?,
        _ remedy: @autoclosure () -> Remedy?, _ related: Finding.Related?
    ) {
        guard !isFull else {
            omitted += 1
            return
        }
        all.append(
            Finding(
                severity: severity, code: code, message: message, remedy: remedy(), span: span,
                related: related))
    }
}
