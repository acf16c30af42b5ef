/// Makes text one line of what can be seen, so that nobody's words end a line, or drive the terminal that shows it.
///
/// Each escape is one of JSON, which logfmt has as well, and none touches a character that a secret may consist of: what is blotted
/// out of a line is found in each format.
enum LogEscape {
    /// The text in quotation marks.
    static func appendQuoted(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            if scalar == "\"" { bytes.append(UInt8(ascii: "\\")) }
            append(scalar, to: &bytes)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// As the value of a field: as it is if it's a plain word, else in quotation marks.
    static func appendValue(_ text: String, to bytes: inout [UInt8]) {
        if !text.isEmpty, text.utf8.allSatisfy(isPlain) {
            bytes += text.utf8
        } else {
            appendQuoted(text, to: &bytes)
        }
    }

    static func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
        switch scalar {
        case "\\": bytes += "\\\\".utf8
        case "\n": bytes += "\\n".utf8
        case "\r": bytes += "\\r".utf8
        case "\t": bytes += "\\t".utf8
        case _ where isVisible(scalar): bytes += scalar.utf8
        default: appendNumber(of: scalar, to: &bytes)
        }
    }

    /// Beyond the first 65536 as two numbers, those of UTF-16.
    static func appendNumber(of scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
        for unit in scalar.utf16 {
            bytes += "\\u".utf8
            for shift in [12, 8, 4, 0] { bytes.append(hexDigits[Int(unit >> shift) & 15]) }
        }
    }

    /// Visible ASCII, and nothing that means something to a reader of fields.
    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x21...0x7e).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "=")
            && byte != UInt8(ascii: "\\")
    }

    /// Whether a reader sees that it is there. Of what isn't in this list some ends lines, some turns the direction of what
    /// follows, and some looks like a space.
    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return (0x20...0x7e).contains(scalar.value) }
        return switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .surrogate, .privateUse,
            .unassigned:
            false
        default: true
        }
    }

    private static let hexDigits = Array("0123456789abcdef".utf8)
}
