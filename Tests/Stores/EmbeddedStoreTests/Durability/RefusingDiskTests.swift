import OAuthCore
import OAuthModel
import Storage
import StoreContract
import Support
import Testing

@testable import EmbeddedStore

@Suite("when the disk refuses")
struct RefusingDiskTests {
    private let rows = RefusingRows()
    private let fixture: StoreFixture

    init() throws {
        fixture = try rows.fixture()
    }

    private var store: any AuthorizationStore { fixture.store }

    /// The call is answered as unavailable, memory and file stay as they were, and the same call works when the disk does.
    private func refused<Answer>(
        _ call: () async throws -> Answer, unchanged: () async throws -> Void
    ) async throws {
        try await unchanged()
        let before = rows.rows
        rows.isRefusing = true
        await #expect(throws: StoreError.self) { _ = try await call() }
        try await unchanged()
        #expect(rows.rows == before)
        rows.isRefusing = false
        _ = try await call()
        #expect(rows.rows != before)
    }

    @Test("a grant has not begun")
    func begin() async throws {
        try await refused {
            try await fixture.begin("grant")
        } unchanged: { () async throws in
            #expect(try await store.load(code: digest("code"), of: key("grant")) == nil)
        }
        #expect(try await store.load(code: digest("code"), of: key("grant")) != nil)
    }

    @Test("a wrong verifier has not been counted, nor has the last one killed")
    func countFailure() async throws {
        try await fixture.begin("grant")
        try await refused {
            try await store.countFailure(code: digest("code"), of: key("grant"), limit: 2)
        } unchanged: { () async throws in
        }
        try await refused {
            let answer = try await store.countFailure(code: digest("code"), of: key("grant"), limit: 2)
            #expect(answer == .dead)
        } unchanged: { () async throws in
            #expect(try await store.load(code: digest("code"), of: key("grant")) != nil)
        }
    }

    @Test("a code has not been redeemed, and can be")
    func redeem() async throws {
        try await fixture.begin("grant")
        try await refused {
            let answer = try await store.redeem(
                code: digest("code"), of: key("grant"), issuing: fixture.issued())
            guard case .redeemed = answer else { return #expect(Bool(false), "\(answer)") }
        } unchanged: { () async throws in
            #expect(try await store.load(code: digest("code"), of: key("grant"))?.isRedeemed == false)
            #expect(try await !fixture.hasAccess("access"))
        }
    }

    @Test("a refresh token has not been spent, and can be")
    func rotate() async throws {
        try await fixture.beginRedeemed("grant")
        try await refused {
            let answer = try await fixture.rotate("refresh", to: "second")
            guard case .rotated = answer else { return #expect(Bool(false), "\(answer)") }
        } unchanged: { () async throws in
            #expect(try await fixture.isSpent("refresh") == false)
            #expect(try await fixture.isSpent("second") == nil)
            #expect(try await fixture.hasAccess("access"))
            #expect(try await !fixture.hasAccess("access-second"))
        }
    }

    @Test("a reuse has not ended the grant, and will")
    func reuse() async throws {
        try await fixture.beginRedeemed("grant")
        _ = try await fixture.rotate("refresh", to: "second")
        try await refused { () async throws in
            #expect(try await fixture.revokeIfReused("refresh", of: "grant", reuse: .strict))
        } unchanged: { () async throws in
            #expect(try await fixture.isSpent("second") == false)
            #expect(try await fixture.isSpent("refresh") == true)
        }
        try await fixture.beginRedeemed("grant")
        _ = try await fixture.rotate("refresh", to: "second")
        try await refused { () async throws in
            #expect(try await fixture.rotate("refresh", to: "third") == .reused)
        } unchanged: { () async throws in
            #expect(try await fixture.isSpent("second") == false)
            #expect(try await fixture.isSpent("refresh") == true)
        }
    }

    @Test("nothing has been revoked")
    func revoke() async throws {
        try await fixture.beginRedeemed("grant")
        try await refused { () async throws in
            #expect(try await store.revoke(accessToken: digest("access"), of: key("grant")))
        } unchanged: { () async throws in
            #expect(try await fixture.hasAccess("access"))
        }
        try await refused { () async throws in
            #expect(try await store.revoke(key("grant")))
        } unchanged: { () async throws in
            #expect(try await fixture.isSpent("refresh") == false)
        }
    }

    @Test("a client has not been registered, and nobody has made room for it")
    func client() async throws {
        _ = try await fixture.client("old", lifetime: .seconds(100), limit: 1)
        try await refused {
            let answer = try await fixture.client("new", lifetime: .seconds(100), limit: 1)
            #expect(answer == .inserted(fixture.validity(.seconds(100)), evicted: ClientID(rawValue: "old")))
        } unchanged: { () async throws in
            #expect(try await fixture.hasClient("old"))
            #expect(try await !fixture.hasClient("new"))
        }
    }

    @Test("a transient record has been given to nobody")
    func take() async throws {
        try await store.insert(
            sealed("record"), as: .upstreamState, under: digest("name"), lifetime: .seconds(60))
        try await store.insert(
            sealed("other"), as: .upstreamState, under: digest("other"), lifetime: .seconds(60))
        _ = try await store.take(.upstreamState, digest("other"))
        try await refused {
            let record = try await store.take(.upstreamState, digest("name"))
            #expect(record?.sealed == sealed("record"))
        } unchanged: { () async throws in
            #expect(try await store.load(.upstreamState, digest("name")) != nil)
        }
    }

    @Test("a session has neither begun nor ended")
    func session() async throws {
        try await refused {
            try await store.insert(session: digest("a"), sealed("ada"), lifetime: .seconds(60))
        } unchanged: { () async throws in
            #expect(try await store.load(session: digest("a")) == nil)
        }
        try await refused { () async throws in
            #expect(try await store.revoke(session: digest("a")))
        } unchanged: { () async throws in
            #expect(try await store.load(session: digest("a")) != nil)
        }
    }

    @Test("what was not waited for is taken back too: a use, a transient record")
    func unwaited() async throws {
        _ = try await fixture.client("a", lifetime: .seconds(100))
        let before = try await store.load(ClientID(rawValue: "a"))
        rows.isRefusing = true
        fixture.clock.advance(by: .seconds(50))
        try await store.renew(ClientID(rawValue: "a"), lifetime: .seconds(100), protectedFor: .zero)
        // Taken back with it or by itself: when this is answered, the use before it has been too.
        await #expect(throws: StoreError.self) { try await fixture.begin("grant") }
        #expect(try await store.load(ClientID(rawValue: "a")) == before)
    }

    @Test("health says so, and says when it is over without another write")
    func health() async throws {
        try await store.check()
        rows.isRefusing = true
        await #expect(throws: StoreError.self) { try await fixture.begin("grant") }
        await #expect(throws: StoreError.self) { try await store.check() }
        rows.isRefusing = false
        try await store.check()
        try await store.check()
        #expect(rows.rows.isEmpty, "looking leaves nothing behind")
    }

    @Test("health answers within its time though the disk does not")
    func hangingDisk() async throws {
        let gated = GatedRows()
        let journal = Journal { _ in }
        #expect(journal.start(gated))
        let store = EmbeddedStore(StoreContent(), journal: journal, clock: MovableClock().clock)
        let fixture = StoreFixture(store: store, clock: MovableClock())
        try await store.check(patience: .zero)
        var batches = gated.batches.makeAsyncIterator()
        let change = Task.immediate { try await fixture.begin("grant") }
        _ = await batches.next()
        await #expect(throws: StoreError.self) { try await store.check(patience: .zero) }
        let check = Task.immediate { try await store.check(patience: .seconds(3600)) }
        gated.allow()
        try await change.value
        try await check.value
        try await store.check(patience: .zero)
        await store.close()
    }

    @Test("a transient record is waited for from the first failure on, until a write works")
    func transientInsertion() async throws {
        func insert(_ name: String) async throws {
            try await store.insert(
                sealed(name), as: .pendingAuthorization, under: digest(name), lifetime: .seconds(60))
        }
        rows.isRefusing = true
        await #expect(throws: StoreError.self) { try await fixture.begin("grant") }
        for name in ["a", "b"] {
            await #expect(throws: StoreError.self) { try await insert(name) }
            #expect(try await store.load(.pendingAuthorization, digest(name)) == nil)
        }
        rows.isRefusing = false
        try await insert("a")
        #expect(try await store.load(.pendingAuthorization, digest("a")) != nil)
    }

    @Test("memory and file agree after any mixture of refusals")
    func mixture() async throws {
        for round in 0..<30 {
            rows.isRefusing = round % 3 == 1
            let acknowledged = await withTaskGroup(of: (String, Bool).self) { group in
                for number in 0..<16 {
                    group.addTask { [fixture, rows] in
                        let grant = "\(round)-\(number)"
                        if number == 8 { rows.isRefusing.toggle() }
                        do {
                            try await fixture.beginRedeemed(grant)
                            return (grant, true)
                        } catch {
                            return (grant, false)
                        }
                    }
                }
                return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }
            rows.isRefusing = false
            try await store.check()
            let restarted = try RefusingRows.restarted(from: rows, clock: fixture.clock)
            for (grant, wasAcknowledged) in acknowledged {
                let inMemory = try await fixture.hasAccess("access", of: grant)
                #expect(try await restarted.hasAccess("access", of: grant) == inMemory, "\(grant)")
                if wasAcknowledged { #expect(inMemory, "\(grant)") }
            }
        }
    }

    @Test("an answer that rests on a change under way shares its fate")
    func restingOnAnother() async throws {
        let gated = GatedRows()
        let journal = Journal { _ in }
        #expect(journal.start(gated))
        let clock = MovableClock()
        let store = EmbeddedStore(StoreContent(), journal: journal, clock: clock.clock)
        let fixture = StoreFixture(store: store, clock: clock)
        var batches = gated.batches.makeAsyncIterator()
        let setUp = Task.immediate { try await fixture.beginRedeemed("grant") }
        for _ in 1...2 {
            _ = await batches.next()
            gated.allow()
        }
        try await setUp.value
        let reuse = RefreshReuse.replay(.seconds(30))
        let first = Task.immediate { try await fixture.rotate("refresh", to: "second", reuse: reuse) }
        _ = await batches.next()
        let again = Task.immediate { try await fixture.rotate("refresh", to: "third", reuse: reuse) }
        let revocation = Task.immediate {
            try await store.revoke(accessToken: digest("access"), of: key("grant"))
        }
        gated.refuse()
        await #expect(throws: StoreError.self) { try await first.value }
        await #expect(throws: StoreError.self, "the replay must not be answered") { try await again.value }
        await #expect(throws: StoreError.self, "it has not been revoked") { try await revocation.value }
        #expect(try await fixture.isSpent("refresh") == false)
        #expect(try await fixture.hasAccess("access"))
        await store.close()
    }
}

extension RefusingRows {
    fileprivate static func restarted(from rows: RefusingRows, clock: MovableClock) throws -> StoreFixture {
        let store = EmbeddedStore(try rows.content(), journal: nil, clock: clock.clock)
        return StoreFixture(store: store, clock: clock)
    }
}
