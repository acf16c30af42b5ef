import Diagnostics
import ManifestCases
import RouteManifest
import StrictYAML
import Support
import Testing

@Suite("what is to be done about a manifest")
struct RemedyTests {
    static let cases = GoldenManifestTests.files

    @Test(
        "a change that a hint asks for takes its diagnostic away, and brings no other error",
        arguments: cases.keys.sorted())
    func edits(_ name: String) throws {
        let input = try #require(Self.cases[name]).input
        let before = ManifestCase(input).load().diagnostics
        for diagnostic in before {
            guard !diagnostic.edits.isEmpty else { continue }
            let changed = ManifestCase(input).applying(diagnostic.edits)
            let text = changed.texts.map { String(decoding: $0.text, as: UTF8.self) }.joined()
            let after = changed.load().diagnostics
            let line = diagnostic.location.map { diagnostic.edits.of($0.file).line(of: $0.line) }
            let isThere = after.contains {
                $0.code == diagnostic.code && $0.message == diagnostic.message && $0.location?.line == line
                    && $0.location?.file == diagnostic.location?.file
            }
            #expect(!isThere, "it is still there: \(diagnostic.rendered())\(text)")
            // What was no YAML has not been read, and may have mistakes of its own.
            guard diagnostic.code != DiagnosticCode.yamlSyntax.rawValue else { continue }
            let brought = Self.errors(after).subtracting(Self.errors(before))
            #expect(brought == [], "\(diagnostic.rendered()) brought \(brought) in\n\(text)")
        }
    }

    @Test("a place of a change is the same by line and column, and by bytes", arguments: cases.keys.sorted())
    func places(_ name: String) throws {
        let golden = ManifestCase(try #require(Self.cases[name]).input)
        let texts = Dictionary(
            uniqueKeysWithValues: golden.texts.map { ($0.fileName, String(decoding: $0.text, as: UTF8.self)) }
        )
        for edit in golden.load().diagnostics.flatMap(\.edits) {
            let text = try #require(texts[edit.file])
            let lines = text.unicodeScalars.split(omittingEmptySubsequences: false) { $0 == "\n" }
            for place in [edit.start, edit.end] {
                let above = lines.prefix(place.line - 1).reduce(0) { $0 + String($1).utf8.count + 1 }
                let line = place.line <= lines.count ? String(lines[place.line - 1]) : ""
                #expect(place.offset == above + line.prefix(place.column - 1).utf8.count, "\(edit)")
            }
        }
    }

    @Test("a hint that names a change of the file has it as data", arguments: cases.keys.sorted())
    func words(_ name: String) throws {
        let input = try #require(Self.cases[name]).input
        let asking = ["write ", "add ", "remove ", "insert ", "did you mean "]
        for diagnostic in ManifestCase(input).load().diagnostics {
            guard let hint = diagnostic.hint, asking.contains(where: hint.hasPrefix),
                !Self.isStrictness(diagnostic.code)
            else { continue }
            // What the command line says is no part of the file, and nothing is put in the place of a secret.
            guard let location = diagnostic.location, !location.sourceLine.contains("****") else { continue }
            #expect(!diagnostic.edits.isEmpty, "\(diagnostic.rendered())")
        }
    }

    /// What of YAML is not taken here, whatever it would be instead.
    private static func isStrictness(_ code: String) -> Bool {
        [.yamlFeature, .yamlLimit, .encoding, .duplicateKey].contains(
            DiagnosticCode(rawValue: code))
    }

    /// How often each is there does not count: a change may well bring a second of the same.
    private static func errors(_ diagnostics: [Diagnostic]) -> Set<String> {
        Set(diagnostics.filter { $0.severity == .error }.map { "\($0.code): \($0.message)" })
    }
}

extension [SourceEdit] {
    /// Where a line has come to.
    fileprivate func line(of line: Int) -> Int { reversed().reduce(line) { $1.line(of: $0) } }
}

extension SourceEdit {
    fileprivate func line(of line: Int) -> Int {
        let added = text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
        return line < end.line || (line == end.line && end.column > 1)
            ? line : line + added - (end.line - start.line)
    }
}
