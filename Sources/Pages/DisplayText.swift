/// Text that strangers chose, made fit to stand among words of ours.
///
/// Escaping keeps a name from becoming markup; it does not keep it from reordering the words around it, from
/// hiding what it says or from pushing the rest of the page out of sight. So invisible characters are spelled
/// out, and length and stacked marks have limits.
enum DisplayText {
    /// In Unicode scalars.
    static let limit = 200
    /// Marks that may stand on one letter; Vietnamese and Hebrew make do with this.
    private static let markLimit = 3

    static func visible(_ text: String) -> String {
        var result = ""
        var marks = 0
        for (count, scalar) in text.unicodeScalars.enumerated() {
            if count == limit { return result + "…" }
            if isMark(scalar) {
                marks += 1
                if marks > markLimit { continue }
            } else {
                marks = 0
            }
            if isInvisible(scalar) {
                result += spelled(scalar)
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// The first letter or digit in upper case, to stand for a picture; a question mark where there is none.
    static func initial(of text: String) -> String {
        text.first { $0.isLetter || $0.isNumber }.map { visible($0.uppercased()) } ?? "?"
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

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: true
        default: false
        }
    }

    private static func spelled(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "[U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "]"
    }
}
