import Glibc
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

/// The same numbers for the same seed (SplitMix64), so that a round that failed can be run again.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
