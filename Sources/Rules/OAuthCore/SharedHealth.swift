package import OAuthModel
package import Storage
import Synchronization

/// One look at the store a second, whoever asks and however often: whoever comes while one is under way is told what that finds, and
/// whoever comes soon after is told the same.
package final class SharedHealth: StoreHealth {
    private typealias Finding = Result<Void, StoreError>

    private struct State {
        var last: (finding: Finding, at: Duration)?
        /// Those who wait for the look that is under way; nil: none is.
        var waiting: [CheckedContinuation<Finding, Never>]?
    }

    private static let period = Duration.seconds(1)

    private let store: any StoreHealth
    private let uptime: Uptime
    private let state = Mutex(State())

    package init(_ store: any StoreHealth, uptime: Uptime) {
        self.store = store
        self.uptime = uptime
    }

    package func check() async throws(StoreError) {
        let finding: Finding = await withCheckedContinuation { continuation in
            let (known, isFirst) = state.withLock { state -> (Finding?, Bool) in
                if let waiting = state.waiting {
                    state.waiting = waiting + [continuation]
                    return (nil, false)
                }
                if let last = state.last, (last.at..<last.at + Self.period).contains(uptime.now) {
                    return (last.finding, false)
                }
                state.waiting = [continuation]
                return (nil, true)
            }
            if let known { continuation.resume(returning: known) }
            // A task of its own: who asked first may go away before the others.
            if isFirst { Task { await self.look() } }
        }
        try finding.get()
    }

    private func look() async {
        let finding: Finding
        do throws(StoreError) {
            try await store.check()
            finding = .success(())
        } catch { finding = .failure(error) }
        let waiting = state.withLock { state in
            defer { state.waiting = nil }
            state.last = (finding, uptime.now)
            return state.waiting ?? []
        }
        for continuation in waiting { continuation.resume(returning: finding) }
    }
}
