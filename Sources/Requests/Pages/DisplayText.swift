/// Text that strangers chose, made fit to stand among words of ours.
///
/// Escaping keeps a name from becoming markup; it does not keep it from reordering the words around it, from
/// hiding what it says or from pushing the rest of the page out of sight. So invisible characters are spelled
/// out, and so is what would join the text around it; length and stacked marks have limits.
///
/// It goes by Unicode scalars, never by `Character`.
enum DisplayText {
    /// In Unicode scalars, as the other.
    static let limit = 200
    /// More than scheme, host and port can have (RFC 1035 §2.3.4 gives a host 253).
    static let addressLimit = 400
    /// Marks that may stand on one letter; Vietnamese and Hebrew make do with this.
    private static let markLimit = 3

    /// Cut where only the path can be, so that nobody is shown the beginning of a host for the whole of it.
    static func address(_ text: String) -> String {
        visible(text, limit: addressLimit)
    }

    static func visible(_ text: String, limit: Int = limit) -> String {
        var result = ""
        var marks = 0
        // Something of this text stands before, that a mark may stand on.
        var hasBase = false
        for (count, scalar) in text.unicodeScalars.enumerated() {
            if count == limit { return result + "…" }
            marks = isMark(scalar) ? marks + 1 : 0
            if marks > markLimit { continue }
            if isInvisible(scalar) || joinsNext(scalar) || (!hasBase && joinsPrevious(scalar)) {
                result += spelled(scalar)
                hasBase = false
            } else {
                result.unicodeScalars.append(scalar)
                hasBase = !scalar.properties.isWhitespace
            }
        }
        return result
    }

    /// The first letter or digit in upper case, to stand for a picture; a question mark where there is none.
    static func initial(of text: String) -> String {
        text.unicodeScalars.first { isLetterOrDigit($0) && !joinsNext($0) }?.properties.uppercaseMapping
            ?? "?"
    }

    static func isBlank(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy(\.properties.isWhitespace)
    }

    /// Controls, line separators and formatting characters, among them all that change the direction of
    /// writing; but not the joiners that Persian, Indic scripts and emoji are written with.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        if scalar == "\u{200C}" || scalar == "\u{200D}" { return false }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: return true
        default:
            return scalar.properties.isDefaultIgnorableCodePoint && !scalar.properties.isVariationSelector
        }
    }

    /// It is drawn together with whatever follows (Grapheme_Cluster_Break=Prepend), and what follows may be ours.
    private static func joinsNext(_ scalar: Unicode.Scalar) -> Bool {
        !scalar.isASCII && isOneCharacter([scalar, "a"])
    }

    /// It is drawn together with whatever stands before it: marks, joiners, variation selectors.
    private static func joinsPrevious(_ scalar: Unicode.Scalar) -> Bool {
        !scalar.isASCII && isOneCharacter(["a", scalar])
    }

    private static func isOneCharacter(_ scalars: [Unicode.Scalar]) -> Bool {
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars)
        return text.count == 1
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: true
        default: false
        }
    }

    private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber, .letterNumber, .otherNumber:
            !isInvisible(scalar)
        default: false
        }
    }

    private static func spelled(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "[U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "]"
    }
}
