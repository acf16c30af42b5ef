/// A tag of literal HTML, as ranges of the page's text.
struct MarkupTag {
    /// Where its bracket stands.
    let start: Int
    let isEnd: Bool
    /// With a slash before its closing bracket.
    var isSelfClosing = false
    /// In lower case.
    var name: [UInt8] = []
    var nameRange: Range<Int>
    var attributes: [MarkupAttribute] = []

    func isNamed(_ name: StaticString) -> Bool { self.name.equals(name) }

    /// Browsers take the first of two attributes with one name.
    subscript(_ name: StaticString) -> MarkupAttribute? {
        attributes.first { $0.name.equals(name) }
    }
}

struct MarkupAttribute {
    /// In lower case.
    var name: [UInt8] = []
    var nameRange: Range<Int>
    /// Without its quotation marks; nil for an attribute without a value.
    var value: Range<Int>?
    /// Where the first tag of the template stands in its value: what comes behind it is not always there.
    var interruption: Int?
    /// What that tag shows, where it is a value.
    var shown: FieldKind?

    /// What always stands at the beginning of the value.
    var certain: Range<Int>? {
        value.map { $0.lowerBound..<min(interruption ?? $0.upperBound, $0.upperBound) }
    }

    /// It is the address of the style sheet that all pages share, and nothing else.
    var isSheetAddress: Bool {
        guard case .styleSheet = shown, let value else { return false }
        return value.isEmpty && interruption == value.lowerBound
    }
}
