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

    package func error(
        _ code: DiagnosticCode, _ message: String, at span: SourceSpan?,
        hint: @autoclosure () -> String? = nil, related: Finding.Related? = nil
    ) {
        error(code, message, at: span, remedy: hint().map { Remedy($0) }, related: related)
    }

    package func error(
        _ code: DiagnosticCode, _ message: String, at span: SourceSpan?,
        remedy: @autoclosure () -> Remedy?, related: Finding.Related? = nil
    ) {
        errorCount += 1
        guard !isFull else {
            omitted += 1
            return
        }
        // A value that looks like a variable is wrong because it is none, one with such quotes because of them.
        if let last = all.last, last.severity == .warning, [.variableSyntax, .quotes].contains(last.code),
            let span,
            let doubt = last.span, span.start <= doubt.start, doubt.end <= span.end
        {
            all[all.count - 1] = Finding(
                severity: .error, code: code, message: message, remedy: last.remedy, span: span,
                related: related)
            return
        }
        all.append(
            Finding(
                severity: .error, code: code, message: message, remedy: remedy(), span: span, related: related
            ))
    }

    package func warning(
        _ code: DiagnosticCode, _ message: String, at span: SourceSpan?,
        hint: @autoclosure () -> String? = nil
    ) {
        warning(code, message, at: span, remedy: hint().map { Remedy($0) })
    }

    package func warning(
        _ code: DiagnosticCode, _ message: String, at span: SourceSpan?,
        remedy: @autoclosure () -> Remedy?, related: Finding.Related? = nil
    ) {
        guard !isFull else {
            omitted += 1
            return
        }
        all.append(
            Finding(
                severity: .warning, code: code, message: message, remedy: remedy(), span: span,
                related: related))
    }
}
