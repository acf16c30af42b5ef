package import LineLog
import StrictYAML

/// Section `log`: what the server says of what it does.
package struct LogSettings: Sendable, Equatable {
    package var level = LogLevel.info
    package var format = LogFormat.text
    package var timestamps = true

    package init() {}
}

extension KeyList<LogSettings> {
    static let log = KeyList(
        "'log'", example: "{ level: info }", for: "the log", untouched: LogSettings()
    ) {
        Key(
            "level", .choice(), \.level, example: "debug",
            """
            How much is logged: debug shows every request, info what was decided. `--log-level` on the command line goes \
            before this.
            """)
        Key(
            "format", .choice(), \.format, example: "json",
            """
            What a line looks like: text is for people, logfmt (`key=value`) and json are for programs, and have what \
            the server says at its start and end as well. `--log-format` on the command line goes before this.
            """)
        Key(
            "timestamps", .boolean, \.timestamps, example: "false",
            "Each line begins with the time. Whoever collects the lines may put one there as well.")
    }
}
