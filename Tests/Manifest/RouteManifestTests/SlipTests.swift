import Diagnostics
import ManifestCases
import RouteManifest
import StrictYAML
import Support
import Testing

/// One slip of the hand in the shipped manifest, in a word that this program knows.
@Suite("a slip in the shipped manifest")
struct SlipTests {
    static let lines = String(decoding: ShippedManifest.text, as: UTF8.self).split(
        separator: "\n", omittingEmptySubsequences: false
    ).map(String.init)

    /// Keys and single words, each with its line and where it begins there.
    static let words: [(line: Int, start: Int, word: String)] = lines.enumerated().flatMap { number, line in
        let written = line.prefix { $0 != "#" }
        return written.split { !($0.isLetter || "_.-".contains($0)) || !$0.isASCII }
            .filter { $0.count >= 4 && $0.allSatisfy { $0.isLowercase || "_.-".contains($0) } }
            .map { (number, line.distance(from: line.startIndex, to: $0.startIndex), String($0)) }
    }

    private static func slipped(
        _ word: String, at start: Int, in line: String, _ slip: (inout [Character]) -> Void
    ) -> String {
        var letters = Array(word)
        slip(&letters)
        let characters = Array(line)
        return String(characters[..<start] + letters + characters[(start + word.count)...])
    }

    @Test("is reported on its line, once, and the change that is proposed mends it")
    func slips() {
        var told = 0
        for (index, (number, start, word)) in Self.words.enumerated() {
            let line = Self.slipped(word, at: start, in: Self.lines[number]) { letters in
                let middle = letters.count / 2
                switch index % 3 {
                case 0: letters.remove(at: middle)
                case 1: letters.swapAt(middle, middle - 1)
                default: letters.insert(letters[middle], at: middle)
                }
            }
            guard line != Self.lines[number] else { continue }
            var broken = Self.lines
            broken[number] = line
            let text = broken.joined(separator: "\n")
            let errors = ShippedManifest.load(text: Array(text.utf8)).diagnostics.filter {
                $0.severity == .error
            }
            // A name of the user's own, or prose.
            guard let error = errors.first else { continue }
            told += 1
            #expect(errors.count == 1, "\(line): \(errors.map { $0.rendered() })")
            // Whether what refers is wrong or what it refers to can't be told.
            if error.code != DiagnosticCode.unknownReference.rawValue {
                #expect(error.location?.line == number + 1, "\(line): \(error.rendered())")
            }
            guard !error.edits.isEmpty else {
                Issue.record("\(line): \(error.rendered())")
                continue
            }
            let mended = ShippedManifest.load(text: error.edits.applied(to: Array(text.utf8)))
            #expect(mended.diagnostics.isEmpty, "\(line): \(mended.diagnostics.map { $0.rendered() })")
        }
        #expect(told > 150)
    }
}
