import OAuthCore
import Synchronization

/// What serves now: one plan after the other.
final class Serving: DecisionSink {
    private let plan: Mutex<ServedPlan>
    private let reloading = Mutex<Reloader?>(nil)

    init(_ plan: ServedPlan) {
        self.plan = Mutex(plan)
    }

    var current: ServedPlan { plan.withLock { $0 } }

    /// Nil as long as the server starts, and where nobody reads its files again.
    var reloader: Reloader? {
        get { reloading.withLock { $0 } }
        set { reloading.withLock { $0 = newValue } }
    }

    func replace(by next: ServedPlan) {
        plan.withLock { $0 = next }
    }

    /// Tells those who are told now.
    func record(_ decision: Decision, of attempt: Attempt) {
        current.sink.record(decision, of: attempt)
    }
}
