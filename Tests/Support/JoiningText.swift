/// Text of strangers in which each byte that means something to HTML stands between scalars that Unicode takes for one
/// character together with what stands before or behind them.
package enum JoiningText {
    /// Each scalar, with what makes it one of these.
    package static let scalars: [(scalar: Unicode.Scalar, kind: String)] = [
        ("\u{0301}", "combining acute"), ("\u{0308}", "combining diaeresis"),
        ("\u{20E3}", "enclosing keycap"),
        ("\u{0903}", "spacing mark"), ("\u{0D4E}", "prepended letter"), ("\u{0600}", "prepended number sign"),
        ("\u{110BD}", "prepended, beyond the first plane"), ("\u{11A84}", "prepended letter, likewise"),
        ("\u{200C}", "non-joiner"), ("\u{200D}", "joiner"), ("\u{FE0F}", "variation selector"),
        ("\u{E0100}", "variation selector, likewise"), ("\u{1F3FD}", "skin tone"),
        ("\u{1F1E6}", "regional indicator"),
        ("\u{1100}", "leading jamo"), ("\u{1161}", "vowel jamo"), ("\u{11A8}", "trailing jamo"),
        ("\u{202E}", "right-to-left override"), ("\u{FEFF}", "byte order mark"), ("\u{E0041}", "tag"),
        ("\u{00AD}", "soft hyphen"), ("\u{3164}", "filler"), ("a", "plain letter"),
    ]

    /// What ends a text, a tag, an attribute or a reference, as whole pieces of markup; without any space, which a scope may
    /// not have where it stands.
    package static let special: [Character] = ["<", ">", "&", "\"", "'", "`", "="]

    /// The scalar before each of the special bytes, behind it, and on both sides.
    package static func around(_ scalar: Unicode.Scalar) -> String {
        var text = ""
        for special in special {
            for pattern in ["\(scalar)\(special)x", "x\(special)\(scalar)", "\(scalar)\(special)\(scalar)"] {
                text.unicodeScalars.append(contentsOf: pattern.unicodeScalars)
            }
        }
        return text
    }

    /// An element of the stranger's own, every byte of it behind the scalar.
    package static func element(_ scalar: Unicode.Scalar) -> String {
        var text = ""
        for byte in "\"'><b id=planted>".unicodeScalars {
            text.unicodeScalars.append(contentsOf: [scalar, byte])
        }
        return text
    }

    package static let texts: [String] = scalars.flatMap { [around($0.scalar), element($0.scalar)] }

    /// The bytes of a value as a page has them.
    package static func escaped(_ text: String) -> [UInt8] {
        var result: [UInt8] = []
        for byte in text.utf8 {
            let reference = references.first { $0.byte == byte }?.reference
            result += reference.map { Array($0.utf8) } ?? [byte]
        }
        return result
    }

    private static let references: [(byte: UInt8, reference: String)] = [
        (0x26, "&amp;"), (0x3c, "&lt;"), (0x3e, "&gt;"), (0x22, "&quot;"), (0x27, "&#39;"), (0x60, "&#96;"),
        (0x0d, "&#13;"),
    ]

    package static func has(_ page: [UInt8], _ part: [UInt8]) -> Bool {
        page.indices.contains { page[$0] == part.first && page[$0...].starts(with: part) }
    }

    /// How often each byte that opens or closes something stands on a page. A text that stays a text doesn't change it.
    package static func structure(of page: [UInt8]) -> [Character: Int] {
        var counts: [Character: Int] = [:]
        for character: Character in ["<", ">", "\"", "'", "`"] {
            counts[character] = page.count { $0 == character.asciiValue }
        }
        return counts
    }

    /// Ampersands that don't begin a character reference of ours.
    package static func bareAmpersands(on page: [UInt8]) -> Int {
        page.indices.count { index in
            page[index] == UInt8(ascii: "&")
                && !references.contains { page[index...].starts(with: $0.reference.utf8) }
        }
    }
}
