import Logging

/// What was logged, each line as `level message key=value…` with the keys in order.
final class LogLines: Sendable {
    private let lines = Box<[String]>([])

    var all: [String] { lines.value }

    func count(_ text: String) -> Int {
        all.count { $0.contains(text) }
    }

    var logger: Logger { Logger(label: "test") { _ in Handler(lines: self.lines) } }

    private struct Handler: LogHandler {
        let lines: Box<[String]>
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let fields = (event.metadata ?? [:]).map { " \($0.key)=\($0.value)" }.sorted().joined()
            lines.change { $0.append("\(event.level) \(event.message)\(fields)") }
        }
    }
}
