import Glibc
import Synchronization
import UnixSignals

/// Whether somebody has pressed Ctrl-C, or told the program to end. The second time it ends at once.
final class Interruption: Sendable {
    private let count = Atomic(0)

    var hasCome: Bool { count.load(ordering: .relaxed) > 0 }

    init() {
        Task { [self] in
            for await _ in await UnixSignalsSequence(trapping: .sigint, .sigterm) {
                if count.add(1, ordering: .relaxed).newValue > 1 { _exit(130) }
            }
        }
    }
}
