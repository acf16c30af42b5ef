import Glibc
import Support
import Synchronization

/// Kills the server in the middle of its work: as soon as so many requests have been answered, while others are under way.
final class Guillotine: Mishap {
    private let process: ChildProcess
    private let left: Mutex<Int>

    init(_ process: ChildProcess, after answers: Int) {
        self.process = process
        left = Mutex(answers)
    }

    var isOver: Bool { left.withLock { $0 <= 0 } }
    var excusesSilence: Bool { isOver }
    var excusesOutage: Bool { false }

    func countAnswer() {
        let falls = left.withLock { left in
            left -= 1
            return left == 0
        }
        if falls { process.signal(SIGKILL) }
    }

    func countOutage() {}
}
