import Glibc
import Logging

/// How a line of the log looks: time, level, who speaks, what is known, from where, and what. It is one line, whatever is in it.
enum LogLine {
    static func text(
        level: Logger.Level, label: String, metadata: Logger.Metadata, source: String, message: String,
        showsTime: Bool = true
    ) -> [UInt8] {
        let fields = metadata.sorted { $0.key < $1.key }.map { " \($0)=\($1)" }.joined()
        let line = (showsTime ? timestamp() + " " : "") + "\(level) \(label):\(fields) [\(source)] \(message)"
        return line.utf8.map { $0 < 0x20 || $0 == 0x7f ? UInt8(ascii: " ") : $0 } + [UInt8(ascii: "\n")]
    }

    /// In the zone of the machine, which the offset names.
    private static func timestamp() -> String {
        var now = time(nil)
        var local = tm()
        localtime_r(&now, &local)
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
            let count = strftime(buffer.baseAddress, buffer.count, "%Y-%m-%dT%H:%M:%S%z", &local)
            return String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
        }
    }
}
