/// What one line looks like when nothing is known of the lines above it: good enough to guess by, and never misled by a
/// quotation that somebody forgot to close far above.
struct LineShape {
    /// From 1.
    let number: Int
    /// Offset of the line's first byte in the text.
    let start: Int
    /// How many spaces it begins with.
    let indentation: Int
    /// Offsets of what is written: from the first byte behind the spaces to where a comment, or the blanks before it, begin.
    private(set) var content: Range<Int>
    /// Offset of the first byte that is written behind the dashes of a list.
    private(set) var entry: Int
    /// Offset of the colon that ends the key.
    private(set) var colon: Int?
    /// Offset of a quotation mark that begins a value and has no partner in the line.
    private(set) var openQuote: Int?
    /// Offsets of brackets without a partner, the outermost first.
    private(set) var openBrackets: [Int] = []
    /// Offset of a closing bracket that nothing opens.
    private(set) var strayBracket: Int?

    /// - Parameter range: The line in `bytes`, without its break.
    init(_ bytes: [UInt8], _ range: Range<Int>, number: Int) {
        self.number = number
        start = range.lowerBound
        let first = bytes[range].firstIndex { $0 != .space } ?? range.upperBound
        indentation = first - range.lowerBound
        entry = first
        content = first..<first
        content = first..<read(bytes, from: first, to: range.upperBound)
        entry = min(entry, content.upperBound)
    }

    var isEmpty: Bool { content.isEmpty }
    /// It begins an entry of a list.
    var isEntry: Bool { entry > content.lowerBound }
    /// Offsets of what is written behind the dashes.
    var text: Range<Int> { entry..<content.upperBound }

    /// Goes through the line; answers where its content ends.
    private mutating func read(_ bytes: [UInt8], from first: Int, to limit: Int) -> Int {
        var quote: UInt8?
        // A value may begin here.
        var isFresh = true
        // Brackets in the midst of a text, as in `${NAME}`.
        var depth = 0
        var index = first
        var end = first
        func isBlank(at index: Int) -> Bool { index >= limit || bytes[index].isBlank }
        while index < limit {
            let byte = bytes[index]
            if let mark = quote {
                if mark == .doubleQuote, byte == .backslash {
                    index += 1
                } else if byte == mark {
                    if mark == .singleQuote, index + 1 < limit, bytes[index + 1] == mark {
                        index += 1
                    } else {
                        quote = nil
                        openQuote = nil
                    }
                }
            } else {
                switch byte {
                case .hash where index == first || bytes[index - 1].isBlank: return end
                case .space, .tab:
                    index += 1
                    continue
                case .doubleQuote where isFresh, .singleQuote where isFresh:
                    quote = byte
                    openQuote = index
                    isFresh = false
                case .openBracket where isFresh, .openBrace where isFresh:
                    openBrackets.append(index)
                case .openBracket, .openBrace: depth += 1
                case .closeBracket, .closeBrace:
                    if depth > 0 {
                        depth -= 1
                    } else if openBrackets.popLast() == nil {
                        strayBracket = strayBracket ?? index
                    }
                    isFresh = false
                case .comma where !openBrackets.isEmpty: isFresh = true
                case .dash where isFresh && isBlank(at: index + 1) && openBrackets.isEmpty && colon == nil:
                    entry = bytes[index + 1..<limit].firstIndex { !$0.isBlank } ?? index + 1
                case .colon where isBlank(at: index + 1):
                    if openBrackets.isEmpty, depth == 0, colon == nil { colon = index }
                    isFresh = true
                default: isFresh = false
                }
            }
            index += 1
            end = min(index, limit)
        }
        return end
    }
}

extension UInt8 {
    static let tab = UInt8(ascii: "\t")
    static let space = UInt8(ascii: " ")
    static let hash = UInt8(ascii: "#")
    static let comma = UInt8(ascii: ",")
    static let dash = UInt8(ascii: "-")
    static let colon = UInt8(ascii: ":")
    static let slash = UInt8(ascii: "/")
    static let backslash = UInt8(ascii: "\\")
    static let doubleQuote = UInt8(ascii: "\"")
    static let singleQuote = UInt8(ascii: "'")
    static let openBracket = UInt8(ascii: "[")
    static let closeBracket = UInt8(ascii: "]")
    static let openBrace = UInt8(ascii: "{")
    static let closeBrace = UInt8(ascii: "}")

    var isBlank: Bool { self == .space || self == .tab }

    /// Of keys as manifests have them.
    var isWord: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), .dash:
            true
        default: false
        }
    }
}
