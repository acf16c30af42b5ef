import Cryptography
import EmbeddedStore
import OAuthModel
import Storage
import Support
import Testing

@testable import OAuthCore

@Suite("what operators decide about documents lies sealed in a register")
struct DocumentDecisionsTests {
    private let clock = MovableClock()
    private let store: EmbeddedStore
    private let id = ClientID(rawValue: "https://app.example/client.json")

    init() { store = EmbeddedStore(memoryOnly: clock.clock) }

    /// As another process has them that was just started.
    private func decisions() -> DocumentDecisions {
        DocumentDecisions(
            store: store,
            vault: Vault(serverSecret: Array(repeating: 1, count: 32), random: .system, clock: clock.clock),
            uptime: Uptime(with: clock.clock))
    }

    @Test("what was decided is known to every process, and the latest counts")
    func shared() async throws {
        #expect(try await decisions().decide(id, .approved))
        #expect(try await decisions().verdict(of: id) == .approved)
        #expect(try await decisions().decide(id, .denied))
        #expect(try await decisions().verdict(of: id) == .denied)
    }

    @Test("an old record that somebody puts back under a new version decides nothing")
    func replayed() async throws {
        _ = try await decisions().decide(id, .approved)
        let approved = try #require(try await store.load(.documentDecisions))
        _ = try await decisions().decide(id, .denied)
        let denied = try #require(try await store.load(.documentDecisions))
        let isPut = try await store.replace(
            .documentDecisions, with: approved.sealed, expecting: denied.version)
        #expect(isPut)
        #expect(try await decisions().verdict(of: id) == nil)
    }
}
