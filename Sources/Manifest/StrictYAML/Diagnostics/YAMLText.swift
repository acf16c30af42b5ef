import Diagnostics

/// How a hint writes values, so that they can be pasted.
package enum YAMLText {
    /// - Parameter isInBrackets: Where it goes, some characters have a meaning that they have not elsewhere.
    package static func scalar(_ text: String, isInBrackets: Bool = true) -> String {
        isPlain(text, isInBrackets) ? text : quotedScalar(text)
    }

    package static func list(_ entries: [String]) -> String {
        "[\(entries.map { scalar($0) }.joined(separator: ", "))]"
    }

    private static func isPlain(_ text: String, _ isInBrackets: Bool) -> Bool {
        guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last,
            !"-?:,[]{}#&*!|>'\"%@` ".unicodeScalars.contains(first), last != " ", last != ":",
            !["~", "null", "Null", "NULL"].contains(text)
        else { return false }
        let isLine = text.unicodeScalars.allSatisfy {
            !(isInBrackets && ",[]{}".unicodeScalars.contains($0)) && PrintableText.scalar($0) == $0
        }
        return isLine && !text.contains(": ") && !text.contains(" #")
    }

    private static func quotedScalar(_ text: String) -> String {
        let escaped = text.unicodeScalars.map { scalar -> String in
            switch scalar {
            case "\"", "\\": "\\\(scalar)"
            case _ where PrintableText.scalar(scalar) != scalar: "\\U" + hexadecimal(scalar.value)
            default: String(scalar)
            }
        }
        return "\"\(escaped.joined())\""
    }

    private static func hexadecimal(_ value: UInt32) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
