import Logging

/// For a person: who speaks, in words what there is to say, and then what else is known. The level stands there where it is
/// worth a word.
///
/// It can be read back all the same: nothing that is said passes for a level or a field.
extension LogLine {
    func text(_ style: LineStyle) -> [UInt8] {
        var bytes: [UInt8] = []
        if let moment { bytes += "\(style.isOnTerminal ? moment.clock : moment.dated) ".utf8 }
        bytes += "\(label): ".utf8
        if style.isOnTerminal {
            bytes += repeatElement(UInt8(ascii: " "), count: max(0, style.labelWidth - label.utf8.count))
        }
        if level != .info { bytes += "\(level): ".utf8 }
        appendMessage(to: &bytes)
        for field in fields {
            bytes += " \(field.name)=".utf8
            LogEscape.appendValue(field.value, to: &bytes)
        }
        return bytes
    }

    private func appendMessage(to bytes: inout [UInt8]) {
        let level = Logger.Level.allCases.first { message.utf8.starts(with: "\($0): ".utf8) }
        let colon = level?.rawValue.utf8.count
        // As far as the word that is being read could be the name of a field.
        var isName = true
        var start = 0
        for (index, scalar) in message.unicodeScalars.enumerated() {
            if index == colon || scalar == "=" && isName && index > start {
                LogEscape.appendNumber(of: scalar, to: &bytes)
            } else {
                LogEscape.append(scalar, to: &bytes)
            }
            if scalar == " " {
                (isName, start) = (true, index + 1)
            } else {
                isName = isName && scalar.isASCII && Self.isNameByte(UInt8(scalar.value))
            }
        }
    }
}
