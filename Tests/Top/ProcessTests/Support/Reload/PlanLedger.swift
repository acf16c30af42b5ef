import JSON
import Synchronization
import WireText

/// Which plans may answer at a moment, and what was found that may not be.
final class PlanLedger: Mishap {
    private struct State {
        /// Whoever asks from now on is answered by this one or a later one.
        var served: Int
        /// The last one that was saved and can be served.
        var saved: Int
        var good: Set<Int>
        var digests: [Int: String] = [:]
        var findings: [String] = []
        var answers = 0
        var isOver = false
        var isQuiet = false
    }

    private let state: Mutex<State>

    init(first: Int) {
        state = Mutex(State(served: first, saved: first, good: [first]))
    }

    var served: Int { state.withLock { $0.served } }
    /// The first of them: one that is wrong is wrong many times.
    var findings: [String] { state.withLock { Array($0.findings.prefix(20)) } }
    var answers: Int { state.withLock { $0.answers } }

    func willSave(_ number: Int) {
        state.withLock { state in
            state.saved = number
            state.good.insert(number)
        }
    }

    func serves(_ number: Int) {
        state.withLock { $0.served = number }
    }

    /// No more load that leaves something in the store.
    func becomeQuiet() { state.withLock { $0.isQuiet = true } }
    func end() { state.withLock { $0.isOver = true } }

    /// Nobody reads any more.
    var hasEnded: Bool { state.withLock { $0.isOver } }

    /// Holds an answer against the plans that there were while it was asked for.
    ///
    /// - Parameters:
    ///   - served: Which plan was served when it was asked for.
    ///   - count: How often the body tells the number.
    func check(_ answer: Answer, of path: String, since served: Int, count: Int) {
        let header = answer.header(NumberedPlans.header).compactMap { Int($0) }
        let told = NumberedPlans.numbers(in: answer.body)
        let digest = answer["plan"]?["digest"]?.string?.shown
        state.withLock { state in
            state.answers += 1
            func find(_ what: String) {
                state.findings.append(
                    "\(path): \(what) (\(answer.status), \(header), \(Set(told)), \(served)...)")
            }
            guard answer.status == 200 else { return find("200 was expected: \(answer.body)") }
            guard header.count == 1, let number = header.first else { return find("no number, or several") }
            if !state.good.contains(number) { find("a plan that can't be served") }
            if number < served { find("an old plan") }
            if told.contains(where: { $0 != number }) { find("a mixture of plans") }
            if told.count < count { find("\(count) times the number was expected: \(answer.body)") }
            guard path == "/health" else { return }
            guard let digest else { return find("no digest") }
            if state.digests[number, default: digest] != digest { find("one plan has two digests") }
            state.digests[number] = digest
        }
    }

    /// Plans that tell the same digest.
    var sharedDigests: Int { state.withLock { $0.digests.count - Set($0.digests.values).count } }
}

// What happens in the middle of the load is no excuse for anything.
extension PlanLedger {
    var isOver: Bool { state.withLock { $0.isOver || $0.isQuiet } }
    var excusesSilence: Bool { false }
    var excusesOutage: Bool { false }

    func countAnswer() { state.withLock { $0.answers += 1 } }
    func countOutage() {}
}
