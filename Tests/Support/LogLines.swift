package import Logging
import Synchronization

/// Keeps what was logged, each line as `level message key=value …`.
package final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])
    private let words = Mutex<[(level: Logger.Level, words: String)]>([])

    package init() {}

    package var all: [String] { lines.withLock { $0 } }
    /// What somebody is told who looks at the log as it is by default, without the fields.
    package var told: [String] { words.withLock { $0.filter { $0.level >= .info }.map(\.words) } }
    package var text: String { all.joined(separator: "\n") }

    /// In how many lines this stands.
    package func count(_ text: String) -> Int {
        all.count { $0.contains(text) }
    }

    /// - Parameter level: What is below it is not even kept.
    package func logger(_ level: Logger.Level = .trace) -> Logger {
        var logger = Logger(label: "test") { _ in Handler(lines: self) }
        logger.logLevel = level
        return logger
    }

    private func add(_ level: Logger.Level, _ message: String, _ fields: [String]) {
        lines.withLock { $0.append(([level.rawValue, message] + fields).joined(separator: " ")) }
        words.withLock { $0.append((level, message)) }
    }

    private struct Handler: LogHandler {
        let lines: LogLines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let fields = metadata.merging(event.metadata ?? [:]) { _, new in new }
                .sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            lines.add(event.level, "\(event.message)", fields)
        }
    }
}

extension Logger {
    package static var silent: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}
