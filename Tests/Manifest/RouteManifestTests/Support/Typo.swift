import Support

/// One slip of the hand in one line of a file, outside its comments.
struct Typo {
    let kind: Kind
    /// From 1.
    let line: Int
    /// What stands on the line before its comment, and what stands there instead.
    let before: String
    let after: String
    /// The whole file with it.
    let text: [UInt8]

    enum Kind: String, CaseIterable {
        case deletedCharacter = "a character deleted"
        case doubledCharacter = "a character doubled"
        case swappedCharacters = "two characters swapped"
        case replacedCharacter = "a character replaced"
        case insertedCharacter = "a character inserted"
        case indentedLess = "indented one blank less"
        case indentedMore = "indented one blank more"
        case tabbed = "a blank of the indentation replaced by a tab"
        case colonDropped = "a colon dropped"
        case blankDropped = "the blank after a colon dropped"
        case quoteDropped = "a quote dropped"
        case quoteCurled = "a quote replaced by a typographic one"
        case bracketDropped = "a bracket dropped"
        case dashDropped = "a dash dropped"
        case commaDropped = "a comma dropped"
        case blankUnbroken = "a blank replaced by a no-break space"

        /// The first five can happen to any character; the others hit what holds the file together, and are as many again.
        static let anywhere = allCases.prefix(5)
        static let structural = allCases.dropFirst(5)
    }
}

/// Makes typos in a text, the same ones for the same seed, and none twice.
struct TypoMaker {
    private let text: [UInt8]
    private let lines: [(content: [Character], bytes: Range<Int>)]
    private let places: [Typo.Kind: [(line: Int, column: Int)]]
    private var random: SeededRandom
    private var isStructural = false
    private var made: Set<String> = []

    private static let characters = Array(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -_.:/,;=+[]{}()\"'#&*!|<>%@`?$\\~^")

    init(_ text: [UInt8], seed: UInt64) {
        var lines: [(content: [Character], bytes: Range<Int>)] = []
        var places: [Typo.Kind: [(line: Int, column: Int)]] = [:]
        for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            let content = Self.content(of: Array(String(decoding: line, as: UTF8.self)))
            for kind in Typo.Kind.allCases {
                places[kind, default: []] += kind.columns(in: content).map { (lines.count, $0) }
            }
            let start = line.startIndex
            lines.append((content, start..<start + String(content).utf8.count))
        }
        self.text = text
        self.lines = lines
        self.places = places
        random = SeededRandom(seed: seed)
    }

    mutating func next() -> Typo {
        isStructural.toggle()
        let kinds = isStructural ? Typo.Kind.structural : Typo.Kind.anywhere[...]
        while true {
            guard let kind = kinds.randomElement(using: &random),
                let (index, column) = places[kind]?.randomElement(using: &random),
                let other = Self.characters.randomElement(using: &random)
            else { continue }
            let (line, bytes) = lines[index]
            let before = String(line)
            let after = String(kind.applied(to: line, column, other))
            guard after != before, made.insert("\(index) \(after)").inserted else { continue }
            return Typo(
                kind: kind, line: index + 1, before: before, after: after,
                text: text[..<bytes.lowerBound] + Array(after.utf8) + text[bytes.upperBound...])
        }
    }

    /// What stands before the comment, without the blanks between.
    private static func content(of line: [Character]) -> [Character] {
        let comment = line.indices.first { line[$0] == "#" && ($0 == 0 || line[$0 - 1] == " ") }
        let content = line[..<(comment ?? line.count)]
        return Array(content[..<(content.lastIndex { $0 != " " }.map { $0 + 1 } ?? 0)])
    }
}

extension Typo.Kind {
    /// Where in the content of a line it can happen, from 0.
    fileprivate func columns(in content: [Character]) -> [Int] {
        let indentation = content.firstIndex { $0 != " " } ?? 0
        let written = indentation..<content.count
        func all(_ characters: String) -> [Int] { written.filter { characters.contains(content[$0]) } }
        func endsKey(_ column: Int) -> Bool {
            content[column] == ":" && (column + 1 == content.count || content[column + 1] == " ")
        }
        switch self {
        case .deletedCharacter, .doubledCharacter, .replacedCharacter, .insertedCharacter:
            return Array(written)
        case .swappedCharacters: return Array(written.dropLast())
        case .indentedLess, .tabbed: return indentation > 0 ? [0] : []
        case .indentedMore: return written.isEmpty ? [] : [0]
        case .colonDropped: return written.filter(endsKey)
        case .blankDropped: return written.filter { endsKey($0) && $0 + 1 < content.count }.map { $0 + 1 }
        case .quoteDropped, .quoteCurled: return all("\"'")
        case .bracketDropped: return all("[]{}")
        case .dashDropped:
            return content.count > indentation + 1 && content[indentation] == "-" ? [indentation] : []
        case .commaDropped: return all(",")
        case .blankUnbroken: return content.indices.filter { content[$0] == " " }
        }
    }

    fileprivate func applied(to line: [Character], _ column: Int, _ other: Character) -> [Character] {
        var line = line
        switch self {
        case .deletedCharacter, .indentedLess, .colonDropped, .blankDropped, .quoteDropped, .bracketDropped,
            .dashDropped, .commaDropped:
            line.remove(at: column)
        case .doubledCharacter: line.insert(line[column], at: column)
        case .swappedCharacters: line.swapAt(column, column + 1)
        case .replacedCharacter: line[column] = other
        case .insertedCharacter: line.insert(other, at: column)
        case .indentedMore: line.insert(" ", at: 0)
        case .tabbed: line[column] = "\t"
        case .quoteCurled: line[column] = line[..<column].last.map { " [".contains($0) } ?? true ? "“" : "”"
        case .blankUnbroken: line[column] = "\u{a0}"
        }
        return line
    }
}
