/// Characters that look like others, as they come with text copied from a web page or a word processor.
enum OddCharacter {
    /// What was meant by a character that looks like a space or like nothing at all.
    static func blank(_ scalar: Unicode.Scalar) -> [UInt8]? {
        switch scalar.value {
        case 0xa0, 0x1680, 0x2000...0x200a, 0x202f, 0x205f, 0x3000: [.space]
        case 0xad, 0x200b...0x200f, 0x2060: []
        default: nil
        }
    }

    static func quote(_ scalar: Unicode.Scalar) -> UInt8? {
        switch scalar.value {
        case 0x201c...0x201f, 0xab, 0xbb: .doubleQuote
        case 0x2018...0x201b: .singleQuote
        default: nil
        }
    }

    /// The same bytes with what `meant` knows replaced, from the first to the last such character; nil where there is none.
    static func replaced(
        in bytes: [UInt8], _ range: Range<Int>, by meant: (Unicode.Scalar) -> [UInt8]?
    ) -> (range: Range<Int>, replacement: [UInt8], first: Unicode.Scalar)? {
        var found: (first: Unicode.Scalar, start: Int, end: Int)?
        var replacement: [UInt8] = []
        // How much of the replacement reaches to the last one.
        var length = 0
        var offset = range.lowerBound
        for scalar in String(decoding: bytes[range], as: UTF8.self).unicodeScalars {
            let width = UTF8.width(scalar)
            if let meaning = scalar.isASCII ? nil : meant(scalar) {
                found = (found?.first ?? scalar, found?.start ?? offset, offset + width)
                replacement += meaning
                length = replacement.count
            } else if found != nil {
                replacement += bytes[offset..<offset + width]
            }
            offset += width
        }
        return found.map { ($0.start..<$0.end, Array(replacement.prefix(length)), $0.first) }
    }
}

func oddBlanks(_ line: LineShape, _ scene: SlipScene) -> [SlipGuess] {
    guard let own = OddCharacter.replaced(in: scene.bytes, line.content, by: OddCharacter.blank) else {
        return []
    }
    let place = own.range.lowerBound..<own.range.lowerBound + UTF8.width(own.first)
    // Where a whole file was copied they stand in every line.
    let rest = OddCharacter.replaced(
        in: scene.bytes, line.content.lowerBound..<scene.bytes.count, by: OddCharacter.blank)
    return [own, rest].compactMap(\.self).map {
        SlipGuess(kind: .oddBlank($0.first), range: $0.range, replacement: $0.replacement, place: place)
    }
}

func typographicQuotes(_ line: LineShape, _ scene: SlipScene) -> [SlipGuess] {
    let all = OddCharacter.replaced(in: scene.bytes, line.content) { OddCharacter.quote($0).map { [$0] } }
    let double = OddCharacter.replaced(in: scene.bytes, line.content) {
        OddCharacter.quote($0) == .doubleQuote ? [.doubleQuote] : nil
    }
    return [double, all].compactMap(\.self).map {
        SlipGuess(kind: .typographicQuote($0.first), range: $0.range, replacement: $0.replacement)
    }
}
