import StrictYAML

/// Section `log`: what the server says of what it does.
package struct LogSettings: Sendable, Equatable {
    /// Where the command line does not say.
    package internal(set) var level = Level.info
    package internal(set) var timestamps = true

    package enum Level: String, CaseIterable, Sendable {
        case debug
        case info
        case warning
        case error
    }
}

extension KeyList<LogSettings> {
    static let log = KeyList(
        "'log'", example: "{ level: info }", for: "the log", untouched: LogSettings()
    ) {
        Key(
            "level", .choice(), \.level, example: "debug",
            """
            How much is logged: debug shows every request, info refusals only. `--log-level` on the command line goes \
            before this.
            """)
        Key(
            "timestamps", .boolean, \.timestamps, example: "false",
            "Each line begins with the time. Whoever collects the lines may put one there as well.")
    }
}
