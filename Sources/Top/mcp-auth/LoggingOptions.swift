import ArgumentParser
import LineLog
import Logging
import RouteManifest

struct LoggingOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "How much to log instead of what the manifest says: debug shows every request, info refusals only.",
            valueName: "level"))
    private var logLevel: LogLevel?

    /// For what comes before the manifest has been read.
    func logger(_ label: String) -> Logger {
        Output.error.logger(label, level: (logLevel ?? .info).level)
    }

    /// For what comes after that.
    func logger(_ label: String, _ manifest: Manifest) -> Logger {
        Output.error.logger(label, level: level(manifest).level, showsTime: manifest.log.timestamps)
    }

    func level(_ manifest: Manifest) -> LogLevel {
        logLevel ?? manifest.log.level.word
    }
}

extension LogLevel: ExpressibleByArgument {}

extension LogSettings.Level {
    fileprivate var word: LogLevel {
        switch self {
        case .debug: .debug
        case .info: .info
        case .warning: .warning
        case .error: .error
        }
    }
}
