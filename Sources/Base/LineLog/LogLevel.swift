package import Logging

/// How much a program logs, as its command line says it.
package enum LogLevel: String, CaseIterable, Sendable {
    case debug
    case info
    case warning
    case error

    /// In any case, as other programs take it.
    package init?(argument: String) {
        self.init(rawValue: argument.lowercased())
    }

    package var level: Logger.Level {
        switch self {
        case .debug: .debug
        case .info: .info
        case .warning: .warning
        case .error: .error
        }
    }
}
