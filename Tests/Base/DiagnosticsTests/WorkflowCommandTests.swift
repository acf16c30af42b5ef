import Diagnostics
import Testing

@Suite("a diagnostic for GitHub Actions")
struct WorkflowCommandTests {
    private enum Rule: String, DiagnosticRule {
        case rule = "a-rule"
    }

    private static func location(_ file: String) -> Diagnostics.SourceLocation {
        Diagnostics.SourceLocation(
            file: file, line: 3, of: Array("  key: value".unicodeScalars), from: 2, to: 5)
    }

    @Test("is one line, with its place, its code, and its hint behind the message")
    func whole() {
        let diagnostic = Diagnostic(
            .warning, Rule.rule, "it is doubtful", hint: "write another",
            at: .text(Self.location("a/routes.yaml")),
            related: Diagnostic.Related(message: "first set here", location: Self.location("b.yaml")))
        #expect(
            diagnostic.workflowCommand
                == "::warning file=a/routes.yaml,line=3,endLine=3,col=3,endColumn=6,title=a-rule"
                + "::it is doubtful%0Ab.yaml:3:3: first set here%0Ahint: write another")
    }

    @Test("nothing that a file or its name holds ends the line or the property, or begins a command")
    func escaped() {
        let name = "a:b,c%d\r\n::error ::x"
        let diagnostic = Diagnostic(
            .error, Rule.rule, "100% of a: b, c\n::error ::x", hint: nil, at: .file(name))
        #expect(
            diagnostic.workflowCommand
                == "::error file=a%3Ab%2Cc%25d%0D%0A%3A%3Aerror %3A%3Ax,title=a-rule::100%25 of a: b, c?::error ::x"
        )
    }

    @Test("what comes from the command line has no file")
    func commandLine() {
        let diagnostic = Diagnostic(.error, Rule.rule, "no such route", hint: nil, at: .commandLine)
        #expect(diagnostic.workflowCommand == "::error title=a-rule::no such route")
    }
}
