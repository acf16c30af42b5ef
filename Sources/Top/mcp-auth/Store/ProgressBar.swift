import Glibc
import Storage

/// Shows on standard error how far a copy has come: a bar on a terminal, elsewhere a line for each step that is done.
final class ProgressBar {
    private static let width = 32

    private let isTerminal: Bool
    private var current: (step: StoreCopy.Step, done: Int, total: Int)?
    private var shownAt = 0.0

    init() {
        isTerminal = isatty(STDERR_FILENO) == 1
    }

    func show(_ step: StoreCopy.Step, _ done: Int, _ total: Int) {
        if let current, current.step != step { finishStep() }
        current = (step, done, total)
        guard isTerminal else { return }
        // Ten times a second is what an eye sees.
        let now = Self.now()
        guard now - shownAt >= 0.1 else { return }
        shownAt = now
        draw()
    }

    /// Whatever is printed next begins on a line of its own.
    func end() {
        if current != nil { finishStep() }
    }

    private func finishStep() {
        guard let current else { return }
        if isTerminal {
            draw()
            put("\n")
        } else {
            put("\(Self.name(current.step)): \(counted(current.done, "record"))\n")
        }
        self.current = nil
    }

    private func draw() {
        guard let current else { return }
        let share = current.total == 0 ? 1 : min(1, Double(current.done) / Double(current.total))
        let full = Int(share * Double(Self.width))
        let bar = String(repeating: "#", count: full) + String(repeating: "-", count: Self.width - full)
        let percent = "\(Int(share * 100))".aligned(to: 3)
        // The rest of the line is cleared.
        put("\r\(Self.name(current.step).padded(to: 10)) [\(bar)] \(percent) %  \(current.done)\u{1b}[K")
    }

    private static func name(_ step: StoreCopy.Step) -> String {
        switch step {
        case .clearing: "clearing"
        case .copying: "copying"
        case .verifying: "verifying"
        case .comparing: "comparing"
        }
    }

    private func put(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }

    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
