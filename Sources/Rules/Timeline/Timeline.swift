package import OAuthCore
package import OAuthModel
import Synchronization

/// What this process saw of attempts to get in: the flows that fit into so many bytes.
///
/// It is a sink of decisions, called where answers are made; whatever can be found out later is found out when somebody looks.
package final class Timeline: DecisionSink {
    private let clock: Clock
    private let state: Mutex<State>

    private struct State {
        var records: [FlowRecord] = []
        var sequence: UInt64 = 0
        var isPaused = false
        var watches: [UInt64: Watch] = [:]
        var watchCount: UInt64 = 0
    }

    /// - Parameter limit: In bytes.
    package init(limit: Int, clock: Clock) {
        self.clock = clock
        state = Mutex(State())
    }

    package func record(_ decision: Decision, of attempt: Attempt) {
        guard let heading = decision.heading else { return }
        let story = decision.story { _ in nil }
        let now = clock.now
        change { state in
            guard !state.isPaused else { return }
            state.sequence += 1
            let name = FlowName(attempt.flow?.rawValue ?? attempt.requestID)
            let place = state.records.firstIndex { $0.name == name }
            var record = place.map { state.records[$0] } ?? FlowRecord(name, peer: attempt.peer, at: now)
            record.sequence = state.sequence
            record.add(HopRecord(heading, story, attempt, at: now))
            if let place { state.records[place] = record } else { state.records.append(record) }
        }
    }

    package func note(_ knock: Knock) {
        let now = clock.now
        change { state in
            guard !state.isPaused else { return }
            state.sequence += 1
            var record = FlowRecord(FlowName(knock.requestID), peer: knock.peer, at: now)
            record.sequence = state.sequence
            record.add(HopRecord(knock, at: now))
            state.records.append(record)
        }
    }

    /// Grows with every change.
    package var sequence: UInt64 { state.withLock { $0.sequence } }

    /// The newest first.
    package func summaries(_ filter: FlowFilter = FlowFilter()) -> [FlowSummary] {
        let now = clock.now
        let all = state.withLock { $0.records }.reversed().map { $0.summary(at: now) }
        let found = all.filter(filter.admits)
        return filter.limit.map { Array(found.prefix($0)) } ?? found
    }

    /// Those that have changed since, the newest first.
    package func summaries(changedAfter sequence: UInt64) -> [FlowSummary] {
        summaries().filter { $0.sequence > sequence }
    }

    package func flow(_ name: FlowName) -> Flow? {
        let now = clock.now
        guard let record = state.withLock({ state in state.records.first { $0.name == name } }) else {
            return nil
        }
        return record.flow(at: now)
    }

    /// A flow that is pinned stays.
    package func pin(_ name: FlowName, _ isPinned: Bool) {
        change { state in
            guard let place = state.records.firstIndex(where: { $0.name == name }) else { return }
            state.sequence += 1
            state.records[place].isPinned = isPinned
            state.records[place].sequence = state.sequence
        }
    }

    /// Forgets all but what is pinned.
    package func clear() {
        change { state in
            state.sequence += 1
            state.records.removeAll { !$0.isPinned }
        }
    }

    /// While it is paused nothing is added.
    package func pause(_ isPaused: Bool) {
        change { state in
            state.sequence += 1
            state.isPaused = isPaused
        }
    }

    package var isPaused: Bool { state.withLock { $0.isPaused } }

    package func watch() -> Watch {
        let watch = Watch()
        let number = state.withLock { state in
            state.watchCount += 1
            state.watches[state.watchCount] = watch
            return state.watchCount
        }
        watch.whenOver { [weak self] in self?.state.withLock { $0.watches[number] = nil } }
        return watch
    }

    /// Lets everybody go who watches.
    package func endWatches() {
        for watch in state.withLock({ Array($0.watches.values) }) { watch.cancel() }
    }

    private func change(_ change: (inout State) -> Void) {
        let watches = state.withLock { state in
            let before = state.sequence
            change(&state)
            return state.sequence == before ? [] : Array(state.watches.values)
        }
        for watch in watches { watch.tell() }
    }
}
