import OAuthModel
import Storage
import Synchronization
import Testing

@testable import OAuthCore

/// Is away until the test says that it is back; the pauses of those who wait last as long.
private final class AwayStore: Sendable {
    static let gone = StoreError.unavailable(reason: "gone")

    private let back = Atomic(false)
    private let begun = Atomic(0)

    var isBack: Bool {
        get { back.load(ordering: .relaxed) }
        set { back.store(newValue, ordering: .relaxed) }
    }

    var pauses: Int { begun.load(ordering: .relaxed) }

    func patience() -> StorePatience {
        StorePatience(wait: .seconds(5), uptime: Uptime { .zero }) { _ in
            self.begun.add(1, ordering: .relaxed)
            while !self.isBack { await Task.yield() }
        }
    }

    /// Whether it answered.
    @concurrent
    func ask(_ patience: StorePatience) async -> Bool {
        do {
            return try await patience.begin().insist {
                guard isBack else { throw Self.gone }
                return true
            }
        } catch { return false }
    }
}

@Suite("patience with a store that is away")
struct StorePatienceTests {
    @Test(
        "is for so many at a time; the others are told at once, and have their turn when there is room again")
    func bound() async throws {
        let store = AwayStore()
        let patience = store.patience()
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<300 { group.addTask { await store.ask(patience) } }
            for _ in 0..<44 { #expect(await group.next() == false) }
            while store.pauses < 256 { await Task.yield() }
            #expect(store.pauses == 256)
            store.isBack = true
            for await answer in group { #expect(answer) }
        }
        store.isBack = false
        async let late = store.ask(patience)
        while store.pauses == 256 { await Task.yield() }
        store.isBack = true
        #expect(await late)
    }

    @Test("ends when nobody waits any more, and does not begin for what waiting doesn't mend")
    func ends() async {
        let patience = StorePatience(wait: .seconds(5), uptime: Uptime { .zero }) { _ in
            throw CancellationError()
        }
        let errors: [any Error] = [
            AwayStore.gone, StoreError.full(reason: "full", retryAfter: .seconds(1)),
            OAuthError(TokenReason.codeUnknown),
        ]
        var asked = 0
        for error in errors {
            for share in [patience.begin(), .none] {
                do {
                    try await share.insist {
                        asked += 1
                        throw error
                    }
                    #expect(Bool(false), "\(error)")
                } catch {}
            }
        }
        #expect(asked == 6)
    }
}
