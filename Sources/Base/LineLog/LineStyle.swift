/// How the lines of a program look.
package struct LineStyle: Sendable {
    package let format: LogFormat
    /// Each line tells when it was made.
    package let showsTime: Bool
    /// Somebody looks on: the time of the day is enough, and messages begin in one column.
    var isOnTerminal = false
    /// So wide is the name of who speaks, there.
    var labelWidth = 0

    package init(format: LogFormat = .text, showsTime: Bool = true) {
        self.format = format
        self.showsTime = showsTime
    }
}
