import Glibc
import Logging
import StopSignals
import Synchronization

/// Whether somebody has pressed Ctrl-C, or told the program to end. The second time it ends at once.
final class Interruption: Sendable {
    private let count = Atomic(0)

    var hasCome: Bool { count.load(ordering: .relaxed) > 0 }

    /// Signals are caught when this returns.
    init(_ logger: Logger) async {
        let signals = await StopSignals.caught(logger)
        Task { [self] in
            await signals.listen {
                if count.add(1, ordering: .relaxed).newValue > 1 { _exit(130) }
                return false
            }
        }
    }
}
