import Diagnostics

/// A diagnostic in the making: places are bytes of a file, not yet lines to print.
struct TemplateProblem {
    var severity = Diagnostic.Severity.error
    let rule: TemplateRule
    let message: String
    let hint: TemplateRemedy
    let place: Place
    var related: (message: String, span: TemplateSpan)?

    enum Place {
        case file(String)
        case span(TemplateSpan)
    }

    var diagnostic: Diagnostic {
        Diagnostic(
            severity, rule, message, hint: hint.words, mending: mending, at: diagnosticPlace,
            related: related.map {
                Diagnostic.Related(message: $0.message, location: $0.span.source.location($0.span.range))
            })
    }

    private var mending: Mending {
        guard case .span(let span) = place, let text = hint.edit,
            let edit = span.source.edit(span.range, to: text)
        else { return .inWords }
        return .change([edit])
    }

    private var diagnosticPlace: Diagnostic.Place {
        switch place {
        case .file(let name): .file(name)
        case .span(let span): .text(span.source.location(span.range))
        }
    }
}

/// Bytes of a template's file.
struct TemplateSpan {
    let source: TemplateSource
    let range: Range<Int>
}
