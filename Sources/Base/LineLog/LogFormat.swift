/// Who the lines of a log are made for, as the command line and the manifest say it.
package enum LogFormat: String, CaseIterable, Sendable {
    /// For a person.
    case text
    /// For programs: `key=value` by the rules of logfmt.
    case logfmt
    /// For programs: an object on each line.
    case json

    /// In any case, as other programs take it.
    package init?(argument: String) {
        self.init(rawValue: argument.lowercased())
    }

    /// What a program says itself need not look like a line of the log.
    package var isForPeople: Bool { self == .text }

    func rendered(_ line: LogLine, _ style: LineStyle) -> [UInt8] {
        var bytes =
            switch self {
            case .text: line.text(style)
            case .logfmt: line.logfmt
            case .json: line.json
            }
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }
}
