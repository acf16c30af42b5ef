import Glibc
package import Logging
import ServiceLifecycle
import UnixSignals

/// Ctrl-C, SIGTERM and the end of the terminal: as a service, it runs until one of them has come.
///
/// They are caught as soon as this is made, so that a program which is told to end while it starts, or the moment it has said that it serves,
/// ends as one that has served for a year.
package struct StopSignals: Service {
    private let signals: UnixSignalsSequence
    private let hadTerminal: Bool
    private let logger: Logger
    /// What else a SIGHUP is for; nil: nothing.
    private var hangup: (@Sendable () -> Void)?

    package init(logger: Logger) async {
        self.logger = logger
        hadTerminal = Self.hasTerminal
        // One that was ignored when the program started (`nohup`) stays so.
        signals = await UnixSignalsSequence(
            trapping: [.sigint, .sigterm] + (Self.isIgnored(SIGHUP) ? [] : [.sighup]))
    }

    package func run() async {
        await listen { true }
    }

    /// Tells of each signal to stop, until that was enough.
    package func listen(_ isEnough: () -> Bool) async {
        for await signal in signals.cancelOnGracefulShutdown() {
            if signal == .sighup, !isTerminalGone {
                if let hangup {
                    hangup()
                } else {
                    logger.notice("SIGHUP does not stop the program: files are read when the program starts")
                }
            } else if isEnough() {
                return
            }
        }
    }

    /// The same, but for a SIGHUP that doesn't stop the program.
    ///
    /// - Parameter action: Doesn't keep other signals waiting.
    package func onHangup(_ action: @escaping @Sendable () -> Void) -> StopSignals {
        var signals = self
        signals.hangup = action
        return signals
    }

    /// Where a program never had a terminal, as a service or in a container, none has closed.
    private var isTerminalGone: Bool { hadTerminal && !Self.hasTerminal }

    /// The system takes the terminal from its processes before it sends them the signal.
    private static var hasTerminal: Bool {
        let terminal = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
        guard terminal >= 0 else { return false }
        close(terminal)
        return true
    }

    private static func isIgnored(_ signal: Int32) -> Bool {
        var action = sigaction()
        guard sigaction(signal, nil, &action) == 0 else { return false }
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
            == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
