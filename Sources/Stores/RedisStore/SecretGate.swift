import Storage
import Synchronization

/// Lets nobody at the records before it is known that they are no half of a copy, and that this server has the secret that they are
/// sealed under: to another one all of them would be unknown, and clients throw away what is called so.
final class SecretGate: Sendable {
    private enum State: Equatable {
        /// Redis could not be asked yet.
        case unknown
        case right
        case other(isTold: Bool)
    }

    let proof: SecretProof
    private let state = Mutex(State.unknown)
    private let isOpenNow = Atomic(false)
    private let report: @Sendable (RedisStoreEvent) -> Void

    init(_ proof: SecretProof, _ report: @escaping @Sendable (RedisStoreEvent) -> Void) {
        self.proof = proof
        self.report = report
    }

    var isOpen: Bool { isOpenNow.load(ordering: .relaxed) }

    var hasOtherSecret: Bool { state.withLock { $0 == .other(isTold: true) || $0 == .other(isTold: false) } }

    /// What is there is to be looked at again.
    func shut() {
        state.withLock { _ in isOpenNow.store(false, ordering: .relaxed) }
    }

    /// - Parameter tells: Whether the operator hears of another secret; each time that it turns out so, once.
    func set(isRight: Bool, tells: Bool) {
        let event = state.withLock { state -> RedisStoreEvent? in
            let before = state
            isOpenNow.store(isRight, ordering: .relaxed)
            guard !isRight else {
                state = .right
                return before == .other(isTold: true) ? .secretIsRight : nil
            }
            guard before != .other(isTold: true) else { return nil }
            state = .other(isTold: tells)
            return tells ? .otherSecret : nil
        }
        if let event { report(event) }
    }
}
