import RedisClient
package import Storage
import Synchronization

extension RedisStore: StoreHealth {
    /// Writes a key of its own: whatever keeps Redis from writing (a replica, full memory, a disk that fails, a cluster
    /// without all its slots) is answered to that. Looks whose records are there, too.
    package func check() async throws(StoreError) {
        try await within(patience) { () async throws(StoreError) in
            try await self.checkRecordsAndWriting()
            // The keys are in one slot of many.
            if let trouble = await self.client.trouble() { throw .unavailable(reason: trouble.words) }
        }
    }

    func within<Value: Sendable>(
        _ patience: Duration, _ body: @escaping @Sendable () async throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
            let first = FirstResult(continuation)
            let deadline = Task {
                // Cut short when the answer is there.
                try? await Task.sleep(for: patience)
                first.resume(.failure(.unavailable(reason: "redis has not answered within \(patience)")))
            }
            Task {
                do throws(StoreError) {
                    first.resume(.success(try await body()))
                } catch { first.resume(.failure(error)) }
                deadline.cancel()
            }
        }
        return try result.get()
    }
}

/// Resumes its continuation with whichever result comes first.
private final class FirstResult<Value: Sendable>: Sendable {
    private let continuation: Mutex<CheckedContinuation<Result<Value, StoreError>, Never>?>

    init(_ continuation: CheckedContinuation<Result<Value, StoreError>, Never>) {
        self.continuation = Mutex(continuation)
    }

    func resume(_ result: Result<Value, StoreError>) {
        let continuation = continuation.withLock { held in
            defer { held = nil }
            return held
        }
        continuation?.resume(returning: result)
    }
}
