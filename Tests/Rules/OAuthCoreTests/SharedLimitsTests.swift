import Cryptography
import OAuthModel
import Storage
import Support
import Synchronization
import Testing

@testable import OAuthCore

@Suite("limits that processes share")
struct SharedLimitsTests {
    /// Notes what a store is told.
    private final class Told: RequestCounter {
        let digests = Mutex<[PeerDigest]>([])

        func admit(
            _ peer: PeerDigest, to route: String, limit: Int, period: Duration
        ) async throws(StoreError) -> Admission {
            digests.withLock { $0.append(peer) }
            return route == "token" && limit == 3 && period == .seconds(7)
                ? .admitted : .refused(wait: .seconds(1))
        }
    }

    private func digest(_ peer: [UInt8], _ route: String = "token", secret: UInt8 = 7) async throws
        -> PeerDigest
    {
        let told = Told()
        let vault = Vault(serverSecret: Array(repeating: secret, count: 32), random: .seeded(1))
        let admission = try await SharedLimits(counter: told, vault: vault).admit(
            peer, to: route, limit: 3, period: .seconds(7))
        #expect((admission == .admitted) == (route == "token"))
        return try #require(told.digests.withLock { $0.first })
    }

    @Test("the store is told a keyed digest: the same for the same peer, route and secret, and for no other")
    func digests() async throws {
        let digest = try await digest([4, 192, 0, 2, 1])
        #expect(digest.bytes.count == 32)
        #expect(try await self.digest([4, 192, 0, 2, 1]) == digest)
        #expect(try await self.digest([4, 192, 0, 2, 2]) != digest)
        #expect(try await self.digest([4, 192, 0, 2, 1], "register") != digest)
        #expect(try await self.digest([4, 192, 0, 2, 1], secret: 8) != digest)
        // Where the route ends and the peer begins is part of it.
        #expect(try await self.digest(Array("x".utf8), "toke") != self.digest([], "tokex"))
    }
}
