/// Whether bytes are text that YAML allows (YAML 1.2 §5.1), found out before the parser sees them, which could say less
/// precisely where the trouble is.
enum TextCheck {
    static func problem(in source: SourceText) -> YAMLProblem? {
        guard source.bytes.count <= YAMLLimits.bytes else {
            let start = source.mark(line: 1, column: 1)
            return YAMLProblem(.tooLarge, at: SourceSpan(start: start, end: start))
        }
        guard !isBinary(source.bytes) else {
            return problem(.notText, at: 0, in: source)
        }
        var decoder = UTF8()
        var bytes = source.bytes.makeIterator()
        var offset = 0
        while true {
            switch decoder.decode(&bytes) {
            case .emptyInput: return nil
            case .error: return problem(.invalidUTF8, at: offset, in: source)
            case .scalarValue(let scalar):
                guard isAllowed(scalar) else {
                    return problem(.controlCharacter(scalar), at: offset, in: source)
                }
                offset += UTF8.width(scalar)
            }
        }
    }

    /// Programs, pictures and archives have more than one NUL near their beginning. UTF-16 has as many, and its own mark in front.
    private static func isBinary(_ bytes: [UInt8]) -> Bool {
        guard !bytes.starts(with: [0xff, 0xfe]), !bytes.starts(with: [0xfe, 0xff]) else { return false }
        return bytes.prefix(1024).count { $0 == 0 } > 1
    }

    private static func problem(_ kind: YAMLProblem.Kind, at offset: Int, in source: SourceText)
        -> YAMLProblem
    {
        YAMLProblem(kind, at: SourceSpan(point: source.mark(atByte: offset)))
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0a, 0x0d, 0x85, 0x20...0x7e, 0xa0...0xd7ff, 0x10000...0x10ffff: true
        case 0xe000...0xfffd: scalar.value != 0xfeff
        default: false
        }
    }
}
