package import Foundation

/// One golden case: what goes in, a line of ten dashes, what must come out.
///
/// `UPDATE_GOLDEN=1` in the environment rewrites the expected half of every file that differs, so that a change of
/// behaviour shows up as a diff to be reviewed. Clock and identifiers are fixed by the tests; nothing is cleaned up
/// before the comparison.
package struct GoldenFile: Sendable {
    package let url: URL
    package let input: String
    package let expected: String

    package var name: String { url.deletingPathExtension().lastPathComponent }

    private static let separator = "\n----------\n"

    /// The cases of a folder that lies beside the calling test file, in order of their names.
    package static func cases(in folder: String, ending ext: String, beside file: String = #filePath)
        -> [GoldenFile]
    {
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent(folder)
        let files =
            (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return files.filter { $0.pathExtension == ext }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
            .compactMap(GoldenFile.init)
    }

    /// Reads one case. A file without the separator is a case whose expected output is still to be written.
    package init?(_ url: URL) {
        guard let data = try? Data(contentsOf: url) else { return nil }
        let text = String(decoding: data, as: UTF8.self)
        self.url = url
        if let range = text.range(of: Self.separator) {
            input = String(text[..<range.lowerBound]) + "\n"
            expected = String(text[range.upperBound...])
        } else {
            input = text
            expected = ""
        }
    }

    /// Whether `actual` is what the file expects; under `UPDATE_GOLDEN=1` the file is rewritten and it is.
    package func accepts(_ actual: String) -> Bool {
        let actual = actual.hasSuffix("\n") || actual.isEmpty ? actual : actual + "\n"
        if actual == expected { return true }
        guard ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" else { return false }
        let input = input.hasSuffix("\n") ? String(input.dropLast()) : input
        try? Data((input + Self.separator + actual).utf8).write(to: url)
        return true
    }
}
