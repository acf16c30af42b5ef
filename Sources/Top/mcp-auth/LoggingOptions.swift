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

extension LogLevel: ExpressibleByArgument {}
