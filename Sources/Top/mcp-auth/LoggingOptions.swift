import ArgumentParser
import AuthorizationServer
import LineLog
import Logging
import RouteManifest

struct LoggingOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "How much to log instead of what the manifest says: debug shows every request, info what was decided.",
            valueName: "level"))
    private var logLevel: LogLevel?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "How to log instead of what the manifest says: text for people, logfmt or json for programs.",
            valueName: "format"))
    private var logFormat: LogFormat?

    /// How all is logged from here on.
    ///
    /// - Parameters:
    ///   - manifest: Nil as long as it has not been read.
    ///   - other: A program that logs to the same terminal.
    func logger(_ manifest: Manifest? = nil, beside other: String = "") -> Logger {
        let log = settings(manifest)
        Output.error.use(LineStyle(format: log.format, showsTime: log.timestamps), beside: other)
        return Output.error.logger("mcp-auth", level: log.level.level)
    }

    /// What lines of decisions have beside their words.
    func fields(_ manifest: Manifest) -> DecisionLog.Fields {
        settings(manifest).format == .text ? .few : .all
    }

    func settings(_ manifest: Manifest?) -> LogSettings {
        var log = manifest?.log ?? LogSettings()
        if let logLevel { log.level = logLevel }
        if let logFormat { log.format = logFormat }
        return log
    }
}

extension LogLevel: ExpressibleByArgument {}

extension LogFormat: ExpressibleByArgument {}
