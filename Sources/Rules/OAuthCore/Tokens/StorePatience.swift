package import OAuthModel
import Storage

/// Waits for a store that is away for a moment, on behalf of requests that should be the last to fail.
///
/// A client that is refused a refresh may throw its tokens away, whatever the status says, and a restart of Redis or a failover takes a
/// second or two. How many wait at a time is bounded: the others are told at once.
package final class StorePatience: Sendable {
    private static let longestPause = Duration.milliseconds(200)

    private let wait: Duration
    private let uptime: Uptime
    private let pause: @Sendable (Duration) async throws -> Void
    private let room = WaitingRoom()

    /// - Parameters:
    ///   - wait: How long one request waits, for all that it asks the store together.
    ///   - pause: Lets time pass between two attempts; throws when nobody waits any more.
    package init(
        wait: Duration, uptime: Uptime, pause: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.wait = wait
        self.uptime = uptime
        self.pause = pause
    }

    /// What one request has of it.
    func begin() -> Share { Share(patience: self, deadline: uptime.now + wait) }

    package struct Share: Sendable {
        fileprivate let patience: StorePatience?
        fileprivate let deadline: Duration

        /// Of a request that is told at once.
        package static let none = Share(patience: nil, deadline: .zero)

        /// As much again, for what must not be given up because something else took long.
        var renewed: Share { patience?.begin() ?? .none }

        /// Asks, and as long as the store can't be reached and the time lasts, asks again: with the same arguments, so that a change
        /// that was made while its answer was lost is known as the same.
        package func insist<Answer>(_ ask: () async throws -> Answer) async throws -> Answer {
            do {
                return try await ask()
            } catch {
                guard let patience, patience.isWorthwhile(error, deadline), patience.room.enter() else {
                    throw error
                }
                defer { patience.room.leave() }
                return try await patience.insist(deadline, error, ask)
            }
        }
    }

    private func insist<Answer>(
        _ deadline: Duration, _ first: any Error, _ ask: () async throws -> Answer
    ) async throws -> Answer {
        var error = first
        var length = Duration.milliseconds(25)
        while isWorthwhile(error, deadline) {
            do { try await pause(min(length, deadline - uptime.now)) } catch { break }
            length = min(length * 2, Self.longestPause)
            do {
                return try await ask()
            } catch let failure {
                error = failure
            }
        }
        throw error
    }

    private func isWorthwhile(_ error: any Error, _ deadline: Duration) -> Bool {
        guard case .store(.unavailable) = RequestFailure(error) else { return false }
        return uptime.now < deadline
    }
}
