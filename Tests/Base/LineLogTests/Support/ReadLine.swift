import JSON
import Logging
import WireText

@testable import LineLog

/// A line of a log, as a program reads it that knows the format and nothing else.
struct ReadLine: Equatable {
    var level: String
    var label: String
    var message: String
    var fields: [[String]]

    init(_ line: LogLine) {
        level = "\(line.level)"
        label = line.label
        message = line.message
        fields = line.fields.map { [$0.name, $0.value] }
    }

    /// - Parameter label: Who is known to speak.
    init?(_ bytes: [UInt8], _ format: LogFormat, label: String) {
        guard bytes.last == UInt8(ascii: "\n"), !bytes.dropLast().contains(UInt8(ascii: "\n")) else {
            return nil
        }
        let text = String(decoding: bytes.dropLast(), as: UTF8.self).unicodeScalars[...]
        switch format {
        case .text: self.init(text: text, label: label)
        case .logfmt: self.init(pairs: Self.pairs(text), message: "msg")
        case .json:
            guard let object = try? JSONValue.parse(Array(String(text).utf8)).object else { return nil }
            self.init(
                pairs: object.members.map {
                    [$0.name.shown, $0.value.string?.shown ?? Self.number($0.value)]
                },
                message: "message")
        }
    }

    private static func number(_ value: JSONValue) -> String {
        String(decoding: value.serialized(), as: UTF8.self)
    }

    private init?(pairs: [[String]]?, message: String) {
        guard let pairs, pairs.count >= 3, pairs.prefix(3).map({ $0[0] }) == ["level", "logger", message]
        else { return nil }
        (level, label, self.message) = (pairs[0][1], pairs[1][1], pairs[2][1])
        fields = Array(pairs.dropFirst(3))
    }

    /// Who speaks, a level unless it is `info`, words, and fields from the first word on that could be one.
    private init?(text: Substring.UnicodeScalarView, label: String) {
        let start = "\(label): ".unicodeScalars
        guard text.starts(with: start) else { return nil }
        var rest = text.dropFirst(start.count)
        self.label = label
        level = "info"
        for word in Logger.Level.allCases.map({ "\($0)" }) where rest.starts(with: "\(word): ".unicodeScalars)
        {
            level = word
            rest = rest.dropFirst(word.count + 2)
            break
        }
        // A message that is empty stands between two spaces.
        let starts = rest.indices.filter { index in
            guard rest[index] == " " else { return false }
            let word = rest[rest.index(after: index)...].prefix(while: Self.isNameScalar)
            return !word.isEmpty && word.endIndex < rest.endIndex && rest[word.endIndex] == "="
        }
        guard let first = starts.first else {
            guard let message = Self.unescaped(rest) else { return nil }
            (self.message, fields) = (message, [])
            return
        }
        guard let message = Self.unescaped(rest[..<first]),
            let pairs = Self.pairs(rest[rest.index(after: first)...])
        else { return nil }
        (self.message, fields) = (message, pairs)
    }

    private static func isNameScalar(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && LogLine.isNameByte(UInt8(scalar.value))
    }

    /// `key=value`, with one space between each two.
    private static func pairs(_ text: Substring.UnicodeScalarView) -> [[String]]? {
        var pairs: [[String]] = []
        var rest = text
        while true {
            let name = rest.prefix(while: isNameScalar)
            rest = rest[name.endIndex...]
            guard !name.isEmpty, rest.popFirst() == "=" else { return nil }
            if rest.first == "\"" {
                rest = rest.dropFirst()
                var isEscaped = false
                let value = rest.prefix { scalar in
                    let ends = scalar == "\"" && !isEscaped
                    isEscaped = scalar == "\\" && !isEscaped
                    return !ends
                }
                rest = rest[value.endIndex...]
                guard rest.popFirst() == "\"", let text = unescaped(value) else { return nil }
                pairs.append([String(name), text])
            } else {
                let value = rest.prefix { $0 != " " }
                rest = rest[value.endIndex...]
                guard !value.isEmpty, !value.contains(where: { "\"\\=".unicodeScalars.contains($0) }) else {
                    return nil
                }
                pairs.append([String(name), String(value)])
            }
            guard let space = rest.popFirst() else { return pairs }
            guard space == " " else { return nil }
        }
    }

    private static func unescaped(_ text: Substring.UnicodeScalarView) -> String? {
        var units: [UInt16] = []
        var rest = text
        while let scalar = rest.popFirst() {
            guard scalar == "\\" else {
                units += scalar.utf16
                continue
            }
            switch rest.popFirst() {
            case "n": units.append(0x0a)
            case "r": units.append(0x0d)
            case "t": units.append(0x09)
            case "\"": units.append(0x22)
            case "\\": units.append(0x5c)
            case "u":
                guard let unit = UInt16(String(rest.prefix(4)), radix: 16) else { return nil }
                units.append(unit)
                rest = rest.dropFirst(4)
            default: return nil
            }
        }
        return String(decoding: units, as: UTF16.self)
    }

    static func == (left: ReadLine, right: ReadLine) -> Bool {
        // As bytes: to `String` an accent is the same however it is written.
        func bytes(_ line: ReadLine) -> [[UInt8]] {
            ([line.level, line.label, line.message] + line.fields.joined()).map { Array($0.utf8) }
        }
        return bytes(left) == bytes(right)
    }
}
