import Glibc
import Synchronization

/// Kills the server in the middle of its work: as soon as so many requests have been answered, while others are under way.
final class Guillotine: Sendable {
    private let process: ChildProcess
    private let left: Mutex<Int>

    init(_ process: ChildProcess, after answers: Int) {
        self.process = process
        left = Mutex(answers)
    }

    /// Whether a request that fails now has an excuse.
    var hasFallen: Bool { left.withLock { $0 <= 0 } }

    func countAnswer() {
        let falls = left.withLock { left in
            left -= 1
            return left == 0
        }
        if falls { process.signal(SIGKILL) }
    }
}
