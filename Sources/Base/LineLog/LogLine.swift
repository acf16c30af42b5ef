import Logging
import WireText

/// What a line of the log says, whatever its format.
struct LogLine {
    /// Nil where lines have no time.
    let moment: LogMoment?
    let level: Logger.Level
    /// Who speaks.
    let label: String
    let message: String
    let fields: [Field]

    struct Field {
        let name: String
        let value: String
        /// It was given as a whole number, not as the text of one.
        let isNumber: Bool
    }

    init(
        _ moment: LogMoment?, _ level: Logger.Level, _ label: String, _ message: String,
        _ metadata: Logger.Metadata = [:]
    ) {
        self.moment = moment
        self.level = level
        self.label = label
        self.message = message
        var names = Self.reserved
        fields = metadata.sorted { $0.key < $1.key }.map { key, value in
            Field(
                name: Self.name(for: key, besides: &names), value: "\(value)", isNumber: Self.isNumber(value))
        }
    }

    /// What formats call that which every line has.
    private static let reserved: Set<String> = ["ts", "level", "logger", "msg", "message"]

    /// A word of `[A-Za-z0-9_.-]` that nothing else on the line is called, so that it means the same in each format.
    private static func name(for key: String, besides names: inout Set<String>) -> String {
        var name = String(decoding: key.utf8.map { isNameByte($0) ? $0 : UInt8(ascii: "_") }, as: UTF8.self)
        while name.isEmpty || names.contains(name) { name += "_" }
        names.insert(name)
        return name
    }

    static func isNameByte(_ byte: UInt8) -> Bool {
        byte.isLetter || byte.isDigit
            || [UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-")].contains(byte)
    }

    private static func isNumber(_ value: Logger.Metadata.Value) -> Bool {
        guard case .stringConvertible(let value) = value else { return false }
        return value is any BinaryInteger
    }
}
