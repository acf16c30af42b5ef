import ArgumentParser
import AuthorizationServer
import Diagnostics
import Glibc
import LineLog
import Logging
import RouteManifest
import StopSignals
import Synchronization

/// Where the program writes. What it says itself goes the way of its log, so that everything comes in its order.
enum Output {
    static let error = LineWriter(file: STDERR_FILENO, label: "mcp-auth")
    static let standard = LineWriter(file: STDOUT_FILENO, label: "mcp-auth")

    /// For what is said on standard error.
    static var ink: Ink { error.isForPeople ? terminalInk : .plain }

    /// `NO_COLOR`, whatever it holds, and a terminal that knows none turn colours off.
    private static let terminalInk: Ink = {
        let variables = SystemFiles.environment()
        let isPlain = variables["NO_COLOR"]?.isEmpty == false || variables["TERM"] == "dumb"
        return isatty(STDERR_FILENO) == 1 && !isPlain ? .colours : .plain
    }()

    /// How long the end waits for somebody to read what was written.
    static let farewell = Duration.seconds(2)

    private static let isInterruptible = Atomic(true)

    /// From here on signals are caught, so a program that waits for its reader could not be ended any more: it no longer waits for
    /// longer than the end does.
    fileprivate static func catchesSignals() {
        isInterruptible.store(false, ordering: .relaxed)
    }

    fileprivate static var patience: Duration? {
        isInterruptible.load(ordering: .relaxed) ? nil : farewell
    }
}

extension StopSignals {
    /// The only way to them in this program.
    static func caught(_ logger: Logger) async -> StopSignals {
        Output.catchesSignals()
        return await StopSignals(logger: logger)
    }
}

/// - Parameter level: Where the log is for programs.
func printError(_ text: String, level: LogLevel = .error) {
    Output.error.say(text, level: level.level, patience: Output.patience)
}

/// Says what there is to know of a server that starts or ends.
func announce(_ words: Announcement) {
    Output.error.announce(words, to: Output.standard, patience: Output.patience)
}

/// Says something in passing, on standard output. Unlike `print`, this holds nothing back when that is a file or a pipe.
func printLine(_ text: String) {
    Output.standard.say(text, patience: Output.patience)
}

/// The answer to what was asked. It ends the program when it can't be written: who asks in a script would go on without it.
func printAnswer(_ text: String) throws {
    printLine(text)
    guard let number = Output.standard.failure else { return }
    printError("mcp-auth: \(StandardOutput.failure(number))")
    throw ExitCode(1)
}
