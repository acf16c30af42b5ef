/// Quotes as word processors make them, which YAML takes for letters.
enum TypographicQuotes {
    private static let pairs: [(Unicode.Scalar, Unicode.Scalar)] = [
        ("\u{201c}", "\u{201d}"), ("\u{2018}", "\u{2019}"), ("\u{201e}", "\u{201c}"),
        ("\u{201d}", "\u{201d}"), ("\u{ab}", "\u{bb}"),
    ]

    /// What stands between two of them that are around the whole text.
    static func inner(of text: String) -> String? {
        let scalars = text.unicodeScalars
        guard scalars.count > 2, let first = scalars.first, let last = scalars.last,
            pairs.contains(where: { $0 == first && $1 == last })
        else { return nil }
        return String(String.UnicodeScalarView(scalars.dropFirst().dropLast()))
    }
}
