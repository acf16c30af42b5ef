import WireText

/// Where an address of a page leads, as far as its first bytes tell.
enum MarkupAddress: Equatable {
    case nothing
    /// A place on the same page.
    case fragment
    /// The same page.
    case query
    /// At this server, without query and fragment.
    case path(String)
    /// From wherever the page is shown.
    case relative(String)
    /// Another host, by the scheme of the page.
    case remote
    /// In lower case.
    case scheme(String)
    /// It begins with a value of the page, or a part that isn't always there.
    case unknown

    /// - Parameters:
    ///   - text: What always stands at the beginning.
    ///   - isWhole: There is nothing behind it.
    init(_ text: ArraySlice<UInt8>, isWhole: Bool = true) {
        // Browsers leave out tabs and line breaks, and what is no more than a space around it.
        let text = text.drop { $0 <= 0x20 }.filter { ![0x09, 0x0a, 0x0d].contains($0) }[...]
        switch text.first {
        case nil: self = isWhole ? .nothing : .unknown
        case UInt8(ascii: "#"): self = .fragment
        case UInt8(ascii: "?"): self = .query
        case let first? where Self.isSlash(first):
            if text.dropFirst().first.map(Self.isSlash) == true {
                self = .remote
            } else {
                self = Self.place(text, isWhole) { .path($0) }
            }
        default:
            if let scheme = Self.scheme(text) {
                self = .scheme(scheme)
            } else {
                self = Self.place(text, isWhole) { .relative($0) }
            }
        }
    }

    private static func isSlash(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\")
    }

    private static func scheme(_ text: ArraySlice<UInt8>) -> String? {
        let letters = text.prefix {
            $0.isLetter || $0.isDigit
                || [UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: ".")].contains($0)
        }
        guard letters.first?.isLetter == true, text[letters.endIndex...].first == UInt8(ascii: ":") else {
            return nil
        }
        return letters.map(\.lowercased)[...].text
    }

    /// A path is known only where it can't go on.
    private static func place(_ text: ArraySlice<UInt8>, _ isWhole: Bool, _ make: (String) -> Self) -> Self {
        let path = text.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        guard isWhole || path.count < text.count else { return .unknown }
        return make((path.lastIndex { $0 > 0x20 }.map { path[...$0] } ?? path).text)
    }
}
