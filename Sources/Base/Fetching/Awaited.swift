import Synchronization

/// Something that comes once, or too late: whoever waits for it leaves when its task is cancelled, whatever the other side does.
final class Awaited<Value: Sendable>: Sendable {
    private enum State {
        case nobody
        case waiting(CheckedContinuation<Value?, Never>)
        case here(Value)
        case over
    }

    private let state = Mutex(State.nobody)

    /// - Returns: False when nobody wants it any more: it came before, or whoever waited has left.
    @discardableResult
    func give(_ value: Value) -> Bool {
        let (isTaken, waiter) = state.withLock { state -> (Bool, CheckedContinuation<Value?, Never>?) in
            switch state {
            case .nobody:
                state = .here(value)
                return (true, nil)
            case .waiting(let waiter):
                state = .over
                return (true, waiter)
            case .here, .over: return (false, nil)
            }
        }
        waiter?.resume(returning: value)
        return isTaken
    }

    /// To be called once. Nil when the task is cancelled before it has come.
    func take() async -> Value? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let value = state.withLock { state -> Value?? in
                    switch state {
                    case .nobody:
                        state = .waiting(continuation)
                        return nil
                    case .here(let value):
                        state = .over
                        return .some(value)
                    case .waiting, .over: return .some(nil)
                    }
                }
                if let value { continuation.resume(returning: value) }
            }
        } onCancel: {
            let waiter = state.withLock { state -> CheckedContinuation<Value?, Never>? in
                defer { state = .over }
                guard case .waiting(let waiter) = state else { return nil }
                return waiter
            }
            waiter?.resume(returning: nil)
        }
    }
}
