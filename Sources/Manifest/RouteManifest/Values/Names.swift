import OAuthModel
import StrictYAML
import WireText

/// The key of a route: 1 to 64 characters of `a-z0-9_`, beginning with a letter. One that follows from a provider has a dot: `upstream.corp`.
package struct RouteName: Hashable, Sendable, CustomStringConvertible {
    package let text: String
    package var description: String { text }

    init?(_ text: String) {
        guard Self.isName(text, extra: "_") else { return nil }
        self.text = text
    }

    /// Of a route that follows from a provider. No route of the file is called so.
    init(of upstream: UpstreamName) {
        self.init(known: "upstream.\(upstream)")
    }

    static let alphabet = "1 to 64 of the characters a-z 0-9 _, a letter first"
    static let shape = TextShape(alphabet, pattern: "[a-z][a-z0-9_]{0,63}")
    /// Of no route.
    static let blank = RouteName(known: "")

    private init(known text: String) {
        self.text = text
    }

    /// What is left of a text that would be one but for a few characters.
    static func nearest(to text: String) -> String? {
        plain(text, extra: "_").flatMap { RouteName($0)?.text }
    }

    /// In lower case, and a `_` for everything that is foreign.
    fileprivate static func plain(_ text: String, extra: String) -> String? {
        let plain = text.lowercased().unicodeScalars.map { scalar -> Unicode.Scalar in
            switch scalar {
            case "a"..."z", "0"..."9": scalar
            default: extra.unicodeScalars.contains(scalar) ? scalar : "_"
            }
        }
        let trimmed = String(
            String.UnicodeScalarView(plain.drop { $0 == "_" }.reversed().drop { $0 == "_" }.reversed()))
        return trimmed.isEmpty ? nil : trimmed
    }

    fileprivate static func isName(_ text: String, extra: String) -> Bool {
        guard let first = text.unicodeScalars.first, "a"..."z" ~= first, text.utf8.count <= 64 else {
            return false
        }
        return text.unicodeScalars.allSatisfy {
            "a"..."z" ~= $0 || "0"..."9" ~= $0 || extra.unicodeScalars.contains($0)
        }
    }
}

/// A profile: 1 to 64 characters of `a-z0-9_-`, beginning with a letter.
package struct ProfileName: Hashable, Sendable, CustomStringConvertible {
    package let text: String
    package var description: String { text }

    package static let demo = ProfileName(known: "demo")
    /// What is for everybody: what is missing for that is named where it is active.
    package static let production = ProfileName(known: "production")
    static let alphabet = "1 to 64 of the characters a-z 0-9 _ -, a letter first"
    static let shape = TextShape(alphabet, pattern: "[a-z][a-z0-9_-]{0,63}")

    init?(_ text: String) {
        guard RouteName.isName(text, extra: "_-") else { return nil }
        self.text = text
    }

    private init(known text: String) {
        self.text = text
    }

    /// What is left of a text that would be one but for a few characters.
    static func nearest(to text: String) -> String? {
        RouteName.plain(text, extra: "_-").flatMap { ProfileName($0)?.text }
    }
}

/// The name of a file that lies in the templates folder itself: no separators, no leading dot.
package struct TemplateName: Hashable, Sendable, CustomStringConvertible {
    package let text: String
    package var description: String { text }

    static let pattern = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}"

    init?(_ text: String) {
        guard let first = text.utf8.first, first != UInt8(ascii: "."), text.utf8.count <= 128,
            text.utf8.allSatisfy({ $0.isLetter || $0.isDigit || "._-".utf8.contains($0) })
        else { return nil }
        self.text = text
    }
}
