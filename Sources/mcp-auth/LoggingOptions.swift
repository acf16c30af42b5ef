import ArgumentParser
import LineLog
import Logging

struct LoggingOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "How much to log: debug shows every request, info refusals only.", valueName: "level"))
    var logLevel: LogLevel = .info

    func logger(_ label: String) -> Logger {
        Output.error.logger(label, level: logLevel.level)
    }
}

enum LogLevel: String, ExpressibleByArgument, CaseIterable {
    case debug
    case info
    case warning
    case error

    var level: Logger.Level {
        switch self {
        case .debug: .debug
        case .info: .info
        case .warning: .warning
        case .error: .error
        }
    }
}
