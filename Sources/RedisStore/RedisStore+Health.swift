package import OAuthCore
import RedisClient
import Synchronization

extension RedisStore: StoreHealth {
    /// Writes a key of its own: whatever keeps Redis from writing (a replica, full memory, a disk that fails, a cluster
    /// without all its slots) is answered to that.
    package func check() async throws(StoreError) {
        let result: Result<Void, StoreError> = await withCheckedContinuation { continuation in
            let first = FirstResult(continuation)
            let deadline = Task {
                // Cut short when the answer is there.
                try? await Task.sleep(for: patience)
                first.resume(.failure(.unavailable(reason: "redis has not answered within \(patience)")))
            }
            Task {
                do throws(StoreError) {
                    try await self.probe()
                    first.resume(.success(()))
                } catch { first.resume(.failure(error)) }
                deadline.cancel()
            }
        }
        try result.get()
    }

    private func probe() async throws(StoreError) {
        let arguments = [Array("1".utf8), Array("EX".utf8), Array("60".utf8)]
        try await command(RedisCommand("SET", key: keys.probe, arguments))
    }
}

/// Resumes its continuation with whichever result comes first.
private final class FirstResult: Sendable {
    private let continuation: Mutex<CheckedContinuation<Result<Void, StoreError>, Never>?>

    init(_ continuation: CheckedContinuation<Result<Void, StoreError>, Never>) {
        self.continuation = Mutex(continuation)
    }

    func resume(_ result: Result<Void, StoreError>) {
        let continuation = continuation.withLock { held in
            defer { held = nil }
            return held
        }
        continuation?.resume(returning: result)
    }
}
