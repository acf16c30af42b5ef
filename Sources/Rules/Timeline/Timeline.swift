package import OAuthCore
package import OAuthModel
import Synchronization
import WireText

/// What this process saw of attempts to get in: the flows that fit into so many bytes.
///
/// It is a sink of decisions, called where answers are made. What is like something before is counted; of anything else the words are made,
/// once. How far a flow came and what became of it is found out when somebody looks.
package final class Timeline: DecisionSink {
    private let clock: Clock
    private let use: @Sendable (FlowID) -> TokenUse?
    private let state: Mutex<State>
    private let doorbell = Doorbell()

    private struct State {
        var shelf: Shelf
        /// What clients call themselves, as far as they came by.
        var names = Generations<ClientID, WireText>(capacity: 1024)
        var patience: FlowPatience
        var isPaused = false
        var watches: [UInt64: Watch] = [:]
        var watchCount: UInt64 = 0
    }

    /// - Parameters:
    ///   - limit: In bytes.
    ///   - use: What is counted of the tokens of a login, and told nobody. Asked when somebody looks.
    package init(
        limit: Int, clock: Clock, patience: FlowPatience,
        use: @escaping @Sendable (FlowID) -> TokenUse? = { _ in nil }
    ) {
        self.clock = clock
        self.use = use
        state = Mutex(State(shelf: Shelf(limit: limit), patience: patience))
    }

    /// The rules around it are others: it goes on with what it saw, as far as that fits.
    package func adopt(limit: Int, patience: FlowPatience) {
        change { state in
            state.shelf.limit = limit
            state.patience = patience
        }
    }

    private var patience: FlowPatience { state.withLock { $0.patience } }

    package func record(_ decision: Decision, of attempt: Attempt) {
        guard let heading = decision.heading else { return }
        answerBell()
        let sighting = Sighting(heading, attempt, at: clock.now)
        add(sighting) { name in
            let story = decision.story { _ in name }
            return (story.words, story.facts, FlowDetails(decision))
        }
    }

    package func note(_ knock: Knock) {
        answerBell()
        note(knock, at: clock.now)
    }

    /// The same, where many may come in a second of which nobody looks at each.
    ///
    /// - Parameter arrived: In nanoseconds since some moment before the start.
    package func note(from peer: String, arrived: UInt64, _ knock: () -> Knock) {
        guard !doorbell.ring(from: peer, arrived: arrived) else { return }
        answerBell()
        let (knock, now) = (knock(), clock.now)
        note(knock, at: now)
        doorbell.listen(to: knock, at: now, arrived: arrived)
    }

    private func note(_ knock: Knock, at moment: Timestamp) {
        add(Sighting(knock, at: moment)) { _ in (knock.words, [], FlowDetails()) }
    }

    /// Takes in what was only counted so far.
    private func answerBell() {
        guard let (knock, moment) = doorbell.answer() else { return }
        note(knock, at: moment)
    }

    private func add(
        _ sighting: Sighting, _ tell: (WireText?) -> (words: String, facts: [Fact], FlowDetails)
    ) {
        var name: WireText?
        var isOver = false
        change { state in
            if let id = sighting.client, let name = sighting.clientName { state.names.set(id, name) }
            isOver = state.isPaused || state.shelf.count(sighting)
            if !isOver { name = sighting.client.flatMap { state.names.value($0) } }
        }
        guard !isOver else { return }
        let (words, facts, details) = tell(name)
        change { $0.shelf.add(sighting, words: words, facts: facts, details) }
    }

    /// Grows with every change.
    package var sequence: UInt64 {
        answerBell()
        return state.withLock { $0.shelf.sequence }
    }

    /// What is kept takes so many bytes.
    package var bytes: Int { state.withLock { $0.shelf.bytes } }

    /// The newest first.
    package func summaries(_ filter: FlowFilter = FlowFilter()) -> [FlowSummary] {
        let found = all(limit: filter.isOpen ? filter.limit : nil).filter(filter.admits)
        return filter.limit.map { Array(found.prefix($0)) } ?? found
    }

    /// Those that have changed since, the newest first.
    package func summaries(changedAfter sequence: UInt64) -> [FlowSummary] { all(changedAfter: sequence) }

    private func all(changedAfter sequence: UInt64? = nil, limit: Int? = nil) -> [FlowSummary] {
        answerBell()
        let (now, patience) = (clock.now, patience)
        return state.withLock { $0.shelf.all(changedAfter: sequence, limit: limit) }
            .map { $0.summary(at: now, patience) }
    }

    package func flow(_ name: FlowName) -> Flow? {
        answerBell()
        guard let record = state.withLock({ $0.shelf.record(name) }) else { return nil }
        return record.flow(at: clock.now, patience, asked: record.login.flatMap(use))
    }

    /// A flow that is pinned stays.
    ///
    /// - Returns: Whether it is as was asked for: there is such a flow, and no more than half of the room is pinned.
    @discardableResult
    package func pin(_ name: FlowName, _ isPinned: Bool) -> Bool {
        var isDone = false
        change { isDone = $0.shelf.pin(name, isPinned) }
        return isDone
    }

    /// Forgets all but what is pinned.
    package func clear() {
        answerBell()
        change { $0.shelf.clear() }
    }

    /// While it is paused nothing is added.
    package func pause(_ isPaused: Bool) {
        answerBell()
        change { state in
            state.shelf.changed()
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
            let before = state.shelf.sequence
            change(&state)
            return state.shelf.sequence == before ? [] : Array(state.watches.values)
        }
        for watch in watches { watch.tell() }
    }
}

extension FlowFilter {
    /// Everything is wanted.
    fileprivate var isOpen: Bool { client == nil && verdict == nil && text == nil }
}
