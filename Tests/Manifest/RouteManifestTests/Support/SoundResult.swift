import Diagnostics
import ManifestCases
import RouteManifest
import StrictYAML
import Testing

/// There is a manifest or an error, and each diagnostic can be printed: what it points to and what it changes is in the file, and nothing
/// in it moves a terminal.
func expectSound(_ result: ManifestResult, of texts: [FileText], _ comment: Comment) {
    let errors = result.diagnostics.filter { $0.severity == .error }
    #expect((result.manifest == nil) == !errors.isEmpty, comment)
    #expect(!result.rendered.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" }, comment)
    let lines = texts.map { file in
        (file.fileName, file.text.split(omittingEmptySubsequences: false) { $0 == 0x0a || $0 == 0x0d }.count)
    }
    for diagnostic in result.diagnostics {
        for edit in diagnostic.edits {
            let (start, end) = (edit.start, edit.end)
            #expect((start.line, start.column) <= (end.line, end.column), comment)
            #expect(start.line >= 1 && start.column >= 1, comment)
            #expect(lines.contains { $0 == edit.file && end.line <= $1 + 1 }, comment)
            #expect(!edit.text.contains(ShippedManifest.secret), comment)
        }
        guard let location = diagnostic.location else { continue }
        #expect(location.line >= 1 && location.column >= 1 && location.length >= 1, comment)
        #expect((0...location.sourceLine.count).contains(location.caret), comment)
    }
}
