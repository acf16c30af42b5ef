import WireText

/// Finds what a style sheet would load (CSS Syntax §4).
enum StyleSheetReader {
    struct Load {
        let directive: ContentSecurityPolicy.Directive
        let address: MarkupAddress
        /// The rule or the function, with its address.
        let range: Range<Int>
        /// The address, without quotation marks.
        let text: ArraySlice<UInt8>
    }

    static func loads(of sheet: ArraySlice<UInt8>) -> [Load] {
        var scan = Scan(sheet)
        while !scan.rest.isEmpty { scan.advance() }
        return scan.loads
    }

    private struct Scan {
        private let sheet: ArraySlice<UInt8>
        private(set) var rest: ArraySlice<UInt8>
        private(set) var loads: [Load] = []
        /// Where the rule with an `@` began that is being read, and its name.
        private var rule: (start: Int, name: ArraySlice<UInt8>)?
        private var isInFontFace = false
        /// How many parentheses are open, and how many were where a set of images began.
        private var depth = 0
        private var imageSet: Int?

        init(_ sheet: ArraySlice<UInt8>) {
            self.sheet = sheet
            rest = sheet
        }

        mutating func advance() {
            guard let byte = rest.first else { return }
            switch byte {
            case UInt8(ascii: "/") where rest.begins(with: "/*"): skipComment()
            case UInt8(ascii: "\""), UInt8(ascii: "'"): readString(from: rest.startIndex)
            case UInt8(ascii: "@"):
                let start = rest.startIndex
                rest = rest.dropFirst()
                rule = (start, takeName())
            case UInt8(ascii: "\\"): rest = rest.dropFirst(2)
            case _ where byte.isInName: readName()
            default:
                readMark(byte)
                rest = rest.dropFirst()
            }
        }

        private mutating func readMark(_ byte: UInt8) {
            switch byte {
            case UInt8(ascii: "{"):
                isInFontFace = rule?.name.equals("font-face") ?? isInFontFace
                rule = nil
            case UInt8(ascii: "}"): (rule, isInFontFace) = (nil, false)
            case UInt8(ascii: ";"): rule = nil
            case UInt8(ascii: "("): depth += 1
            case UInt8(ascii: ")"):
                depth = max(0, depth - 1)
                if imageSet == depth { imageSet = nil }
            default: break
            }
        }

        private mutating func skipComment() {
            rest = rest.dropFirst(2)
            while !rest.isEmpty, !rest.begins(with: "*/") { rest = rest.dropFirst() }
            rest = rest.dropFirst(2)
        }

        private mutating func takeName() -> ArraySlice<UInt8> {
            let name = rest.prefix(while: \.isInName)
            rest = rest[name.endIndex...]
            return name
        }

        private mutating func readName() {
            let start = rest.startIndex
            let name = takeName()
            guard rest.first == UInt8(ascii: "(") else { return }
            if name.equals("url") {
                rest = rest.dropFirst().drop(while: \.isBlank)
                if rest.first == UInt8(ascii: "\"") || rest.first == UInt8(ascii: "'") {
                    depth += 1
                    readString(from: start, isAddress: true)
                } else {
                    let address = rest.prefix { $0 != UInt8(ascii: ")") }
                    rest = rest[address.endIndex...].dropFirst()
                    add(address, start..<rest.startIndex)
                }
            } else if name.equals("image-set") || name.equals("-webkit-image-set") {
                imageSet = imageSet ?? depth
            }
        }

        private mutating func readString(from start: Int, isAddress: Bool = false) {
            let quote = rest.first
            rest = rest.dropFirst()
            let first = rest.startIndex
            while let byte = rest.first, byte != quote, byte != UInt8(ascii: "\n") {
                rest = rest.dropFirst(byte == UInt8(ascii: "\\") ? 2 : 1)
            }
            let text = sheet[first..<rest.startIndex]
            rest = rest.dropFirst()
            if isAddress || imageSet != nil || isImporting { add(text, start..<rest.startIndex) }
        }

        private var isImporting: Bool { rule?.name.equals("import") ?? false }

        private mutating func add(_ address: ArraySlice<UInt8>, _ range: Range<Int>) {
            if let rule, rule.name.equals("namespace") { return }
            var load = Load(
                directive: isInFontFace ? .font : .image, address: MarkupAddress(address), range: range,
                text: address.trimmed)
            if isImporting, let start = rule?.start {
                load = Load(
                    directive: .styleSheet, address: load.address, range: start..<range.upperBound,
                    text: load.text)
                rule = nil
            }
            loads.append(load)
        }
    }
}

extension UInt8 {
    /// Of a name in a style sheet.
    fileprivate var isInName: Bool {
        isLetter || isDigit || self == UInt8(ascii: "-") || self == UInt8(ascii: "_") || self >= 0x80
    }
}
