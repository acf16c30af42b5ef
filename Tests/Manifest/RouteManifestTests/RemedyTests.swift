import Diagnostics
import RouteManifest
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
            let text = changed.texts.map(\.text).joined()
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
    func of(_ file: String) -> [SourceEdit] { filter { $0.file == file } }

    /// Each is of the text as it is, so that the last comes first.
    func applied(to text: String) -> String { reversed().reduce(text) { $1.applied(to: $0) } }

    /// Where a line has come to.
    fileprivate func line(of line: Int) -> Int { reversed().reduce(line) { $1.line(of: $0) } }
}

extension SourceEdit {
    fileprivate func applied(to text: String) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
        if lines.count < end.line { lines.append([]) }
        let head = lines[start.line - 1].prefix(start.column - 1)
        let tail = lines[end.line - 1].dropFirst(end.column - 1)
        lines.replaceSubrange(start.line - 1...end.line - 1, with: [head + Array(self.text) + tail])
        return lines.map { String($0) }.joined(separator: "\n")
    }

    fileprivate func line(of line: Int) -> Int {
        let added = text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
        return line < end.line || (line == end.line && end.column > 1)
            ? line : line + added - (end.line - start.line)
    }
}
