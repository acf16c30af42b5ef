/// Text of a file or of the environment, made fit for a terminal: whatever could move its cursor is a question mark.
package enum PrintableText {
    package static func of(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { scalar($0) != $0 }) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map(scalar)))
    }

    package static func scalar(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7f ? "?" : scalar }
        return switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: "?"
        case .format where scalar != "\u{200d}": "?"
        default: scalar
        }
    }
}

/// A text as a message quotes it: on one line, and not too long.
package func quoted(_ text: String) -> String {
    let shown = String(text.unicodeScalars.prefix(80))
    return "'\(PrintableText.of(shown))\(shown.unicodeScalars.count < text.unicodeScalars.count ? "…" : "")'"
}
