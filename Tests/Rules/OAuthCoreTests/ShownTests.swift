import Cryptography
import OAuthModel
import Testing
import WireText

@testable import OAuthCore

@Suite("what may be a secret is told of by a short digest")
struct ShownTests {
    private func shown(_ core: CoreFixture, _ token: String) async throws -> String {
        let failure = await #expect(throws: RequestFailure.self) { try await core.refresh(token) }
        guard case .refused(let error)? = failure else { throw CancellationError() }
        return try #require(error.facts.first { $0.name == Fact.shown }?.value)
    }

    @Test("the same twice is seen to be the same, and another to be another")
    func same() async throws {
        let core = try CoreFixture()
        let guess = SecretPrefix.refreshToken.rawValue + String(repeating: "a", count: 59)
        let first = try await shown(core, guess)
        #expect(first.utf8.count == 8)
        #expect(try await shown(core, guess) == first)
        #expect(try await shown(core, guess.dropLast() + "b") != first)
    }

    @Test("it means nothing to another process, though it has the same secret")
    func foreign() async throws {
        let guess = "a guess"
        let (first, second) = try (CoreFixture(), CoreFixture())
        #expect(try await shown(first, guess) != (try await shown(second, guess)))
    }

    @Test("it is for programs: no sentence has it")
    func words() {
        let vault = Vault(serverSecret: [UInt8](repeating: 7, count: 32), random: .system)
        let fact = vault.shown("a token")
        let story = Decision.refused(OAuthError(TokenReason.codeUnknown, facts: [fact])).story { _ in nil }
        #expect(story.facts == [fact])
        #expect(!story.words.contains(fact.value))
    }
}
