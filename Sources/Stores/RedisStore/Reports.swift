import RedisClient
import Storage
import Synchronization
import WireText

/// Tells the operator of things once that would come back with every request.
final class Reports: Sendable {
    private struct Told {
        var damage: Set<RecordGroup> = []
        var codes: Set<String> = []
        var missesUses = false
    }

    private let report: @Sendable (RedisStoreEvent) -> Void
    private let told = Mutex(Told())

    init(_ report: @escaping @Sendable (RedisStoreEvent) -> Void) {
        self.report = report
    }

    /// Something that is none of ours is under this key. Told once for each kind of key: whoever writes rubbish here writes more
    /// than one.
    func damage(_ kind: RecordGroup, _ key: [UInt8]) {
        guard told.withLock({ $0.damage.insert(kind).inserted }) else { return }
        report(.damaged(key: LogText.sentence(key)))
    }

    /// An error of Redis that the answer to the caller doesn't explain. What does is told by the client.
    func tell(_ failure: RedisFailure) {
        guard case .refused(let code, let message) = failure, RedisTrouble(rawValue: code) == nil,
            told.withLock({ $0.codes.count < 16 && $0.codes.insert(code).inserted })
        else { return }
        report(.refused(code: code, message: LogText.sentence(message)))
    }

    /// A client's use could not be noted for this reason, or was noted.
    func use(missed reason: String?) {
        let before = told.withLock { told in
            defer { told.missesUses = reason != nil }
            return told.missesUses
        }
        if let reason, !before { report(.useNotNoted(reason: reason)) }
    }
}
