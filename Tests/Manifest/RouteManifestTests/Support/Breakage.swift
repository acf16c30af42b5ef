import Foundation
import ManifestCases
import Testing

/// One way to break the shipped file, and the line that is to blame.
struct Breakage: Sendable, CustomTestStringConvertible {
    let what: String
    /// The whole file, broken; nil where the shipped file has not what was to be changed in it.
    let text: String?
    /// From 1; nil: it is still a manifest.
    let line: Int?
    var environment: [String: String] = [:]

    var testDescription: String { what }

    private static let shipped = String(decoding: ShippedManifest.text, as: UTF8.self)

    /// `old`, which stands in the file once, is replaced by `new`. To blame is the first line that differs, unless the text `cause`
    /// is on another one.
    static func change(
        _ what: String, _ old: String, _ new: String, cause: String? = nil,
        environment: [String: String] = [:]
    ) -> Breakage {
        let parts = shipped.components(separatedBy: old)
        guard parts.count == 2 else { return Breakage(what: what, text: nil, line: nil) }
        let text = parts[0] + new + parts[1]
        let same = zip(text.unicodeScalars, shipped.unicodeScalars).prefix { $0 == $1 }.count
        let before =
            cause.map { text.components(separatedBy: $0)[0] } ?? String(text.unicodeScalars.prefix(same))
        return Breakage(what: what, text: text, line: Self.lines(in: before), environment: environment)
    }

    /// Without a section, which ends at an empty line.
    static func without(_ section: String, cause: String? = nil) -> Breakage {
        let parts = shipped.components(separatedBy: "\n\(section):\n")
        let rest = parts.last?.components(separatedBy: "\n\n").first ?? ""
        return change("no \(section)", "\n\(section):\n\(rest)\n", "\n", cause: cause)
    }

    /// As a change, and the file stays a manifest.
    static func fine(
        _ what: String, _ old: String, _ new: String, environment: [String: String] = [:]
    ) -> Breakage {
        Breakage(what: what, text: change(what, old, new).text, line: nil, environment: environment)
    }

    /// Lines behind the last one, of which `line` is to blame.
    static func append(_ what: String, _ text: String, line: Int = 1) -> Breakage {
        Breakage(what: what, text: shipped + text, line: lines(in: shipped) + line - 1)
    }

    /// What stands before a text that is there once; the last line of it is to blame.
    static func cut(_ what: String, before text: String) -> Breakage {
        let parts = shipped.components(separatedBy: text)
        return Breakage(
            what: what, text: parts.count == 2 ? parts[0] + "\n" : nil, line: lines(in: parts[0]))
    }

    /// Another file.
    static func file(_ what: String, _ text: String, line: Int = 1) -> Breakage {
        Breakage(what: what, text: text, line: line)
    }

    /// The shipped file after a change of the whole of it.
    static func all(_ what: String, line: Int? = nil, _ change: (String) -> String) -> Breakage {
        Breakage(what: what, text: change(shipped), line: line)
    }

    private static func lines(in text: String) -> Int {
        text.components(separatedBy: "\n").count
    }
}
