/// A slip of the hand that explains why a text is no YAML, or does not mean what it seems to.
package struct YAMLSlip: Sendable, Equatable {
    package let kind: Kind
    /// What undoes it.
    package let edit: Edit

    /// A text in the place of another.
    package struct Edit: Sendable, Equatable {
        package let span: SourceSpan
        package let text: String
    }

    package enum Kind: Sendable, Equatable {
        /// Looks like a space, or like nothing, and is neither.
        case oddBlank(Unicode.Scalar)
        case typographicQuote(Unicode.Scalar)
        /// In the indentation; how many spaces the line wants.
        case tab(wanted: Int)
        case unknownEscape
        case openQuote
        /// A value begins with a character that YAML has a use for.
        case reserved(Unicode.Scalar)
        /// The same of a key.
        case reservedInKey(Unicode.Scalar)
        case colonInText
        case openBracket
        case strayBracket
        case blankAfterColon
        case missingColon
        case missingDash
        /// There is none, or more than one.
        case blankAfterDash
        case indentation(Int, wanted: Int)
    }
}

/// A slip that may be what is wrong, and the change that would undo it.
struct SlipGuess {
    let kind: YAMLSlip.Kind
    /// What the change replaces: offsets in the text.
    let range: Range<Int>
    let replacement: [UInt8]
    /// What to point at, where that is something else.
    var place: Range<Int>?

    func problem(in source: SourceText) -> YAMLProblem {
        func span(_ range: Range<Int>) -> SourceSpan {
            SourceSpan(
                start: source.mark(atByte: range.lowerBound), end: source.mark(atByte: range.upperBound))
        }
        let edit = YAMLSlip.Edit(span: span(range), text: String(decoding: replacement, as: UTF8.self))
        return YAMLProblem(.slip(YAMLSlip(kind: kind, edit: edit)), at: span(place ?? range))
    }

    /// Those that the change reaches.
    func lines(in source: SourceText) -> ClosedRange<Int> {
        source.mark(atByte: range.lowerBound).line...source.mark(atByte: range.upperBound).line
    }

    func applied(to bytes: [UInt8]) -> [UInt8] {
        var changed = bytes
        changed.replaceSubrange(range, with: replacement)
        return changed
    }
}
