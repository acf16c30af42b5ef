/// What came along with a value on its way here and belongs to none: the quotes of a shell, blanks, ends of lines, a byte order mark.
package struct StrayText: Equatable, Sendable {
    /// What is wrong with the value, behind its name: `ends with a space and has quotes around it`.
    package let words: String
    /// The value without it; nil when that is not to be guessed.
    package let rest: String?
    /// A secret could be meant to have it.
    package let isVisible: Bool

    /// Nil when the text is nothing but a value.
    package init?(_ text: String) {
        var inner = Array(text.unicodeScalars)[...]
        var found: [Mark] = []
        while let mark = Mark.taken(from: &inner) {
            if !found.contains(mark) { found.append(mark) }
        }
        let control = inner.first { $0.properties.generalCategory == .control }
        var words = found.map(\.words)
        if let control { words.append("has \(Self.name(control)) in it") }
        guard !words.isEmpty else { return nil }
        self.words = words.joined(separator: " and ")
        rest = control == nil ? String(String.UnicodeScalarView(inner)) : nil
        isVisible =
            control == nil
            && found.allSatisfy { mark in
                switch mark {
                case .quotes, .beginning(.space), .end(.space): true
                case .beginning, .end: false
                }
            }
    }

    /// What to set the variable to.
    package func remedy(for variable: String) -> String {
        rest.map { $0.isEmpty ? "unset it" : "set \(variable)=\($0)" } ?? "set it to one line"
    }

    private static func name(_ scalar: Unicode.Scalar) -> String {
        Blank(scalar)?.rawValue ?? "a control character"
    }

    private enum Mark: Equatable {
        case quotes
        case beginning(Blank)
        case end(Blank)

        var words: String {
            switch self {
            case .quotes: "has quotes around it"
            case .beginning(let blank): "begins with \(blank.rawValue)"
            case .end(let blank): "ends with \(blank.rawValue)"
            }
        }

        /// Takes the outermost one off.
        static func taken(from text: inout ArraySlice<Unicode.Scalar>) -> Mark? {
            guard let first = text.first, let last = text.last else { return nil }
            if let blank = Blank(last) {
                text.removeLast()
                // One end of a line in the manner of Windows.
                if last == "\n", text.last == "\r" { text.removeLast() }
                return .end(blank)
            }
            if let blank = Blank(first) {
                text.removeFirst()
                return .beginning(blank)
            }
            guard text.count > 1, pairs.contains(where: { $0 == first && $1 == last }) else { return nil }
            text = text.dropFirst().dropLast()
            return .quotes
        }

        private static let pairs: [(Unicode.Scalar, Unicode.Scalar)] = [
            ("\"", "\""), ("'", "'"), ("`", "`"), ("\u{201c}", "\u{201d}"), ("\u{2018}", "\u{2019}"),
        ]
    }

    private enum Blank: String {
        case space = "a space"
        case tab = "a tab"
        case lineBreak = "a line break"
        case carriageReturn = "a carriage return"
        case noBreakSpace = "a no-break space"
        case byteOrderMark = "a byte order mark"
        case invisible = "an invisible character"

        init?(_ scalar: Unicode.Scalar) {
            switch scalar {
            case " ": self = .space
            case "\t": self = .tab
            case "\n", "\u{2028}", "\u{2029}": self = .lineBreak
            case "\r": self = .carriageReturn
            case "\u{a0}": self = .noBreakSpace
            case "\u{feff}": self = .byteOrderMark
            case "\u{200b}"..."\u{200f}", "\u{2060}": self = .invisible
            default: return nil
            }
        }
    }
}
