import EmbeddedStore
import OAuthCore
import OAuthModel
import Storage
import StoreContract
import Support
import Testing

@Suite("what is there after a restart")
struct ReopeningTests {
    private let folder: TemporaryFolder
    private let clock = MovableClock()

    init() throws {
        folder = try TemporaryFolder()
    }

    private func open() throws -> (store: EmbeddedStore, fixture: StoreFixture) {
        let store = try EmbeddedStore.open(folder: folder.data, clock: clock.clock)
        return (store, StoreFixture(store: store, clock: clock))
    }

    /// Does the first thing, restarts, and then the second.
    private func across(
        _ before: (StoreFixture) async throws -> Void, _ after: (StoreFixture) async throws -> Void
    ) async throws {
        let (store, fixture) = try open()
        try await before(fixture)
        await store.close()
        let (again, reopened) = try open()
        try await after(reopened)
        await again.close()
    }

    @Test("a code, with the wrong verifiers that were counted against it")
    func code() async throws {
        try await across { fixture in
            try await fixture.begin("grant")
            for _ in 1...3 {
                _ = try await fixture.store.countFailure(code: digest("code"), of: key("grant"), limit: 5)
            }
        } _: { (fixture) async throws in
            let code = try await fixture.store.load(code: digest("code"), of: key("grant"))
            #expect(code?.record.sealed == sealed("record of code"))
            #expect(code?.record.validity == fixture.validity(StoreFixture.codeLifetime))
            #expect(code?.isRedeemed == false)
            for expected in [CodeFailure.counted, .dead] {
                let answer = try await fixture.store.countFailure(
                    code: digest("code"), of: key("grant"), limit: 5)
                #expect(answer == expected)
            }
        }
    }

    @Test("a redeemed code is redeemed, and its tokens live")
    func redeemed() async throws {
        try await across { fixture in
            try await fixture.beginRedeemed("grant")
        } _: { (fixture) async throws in
            let again = try await fixture.store.redeem(
                code: digest("code"), of: key("grant"), issuing: fixture.issued())
            #expect(again == .alreadyRedeemed)
            let access = try await fixture.store.load(accessToken: digest("access"), of: key("grant"))
            #expect(access?.sealed == sealed("record of access"))
            #expect(access?.validity == fixture.validity(StoreFixture.accessLifetime))
            #expect(try await fixture.isSpent("refresh") == false)
        }
    }

    @Test("a register, with the version under which it is replaced")
    func register() async throws {
        try await across { fixture in
            _ = try await fixture.store.replace(.ownKeys, with: sealed("1"), expecting: nil)
            _ = try await fixture.store.replace(.ownKeys, with: sealed("2"), expecting: 1)
            _ = try await fixture.store.replace(.documentDecisions, with: sealed("d"), expecting: nil)
        } _: { (fixture) async throws in
            let expected = StoredRegister(sealed: sealed("2"), version: 2)
            #expect(try await fixture.store.load(.ownKeys) == expected)
            #expect(try await fixture.store.load(.documentDecisions)?.version == 1)
            #expect(try await !fixture.store.replace(.ownKeys, with: sealed("x"), expecting: 1))
            #expect(try await fixture.store.replace(.ownKeys, with: sealed("3"), expecting: 2))
        }
    }

    @Test("spent tokens are spent, their records whole, and a reuse still ends the grant")
    func spent() async throws {
        try await across { fixture in
            try await fixture.beginRedeemed("grant")
            for number in 1...30 {
                _ = try await fixture.rotate(number == 1 ? "refresh" : "\(number - 1)", to: "\(number)")
            }
        } _: { (fixture) async throws in
            for number in 1...29 {
                let token = try await fixture.store.load(refreshToken: digest("\(number)"), of: key("grant"))
                #expect(token?.isSpent == true)
                #expect(token?.record.sealed == sealed("record of \(number)"))
            }
            #expect(try await fixture.isSpent("30") == false)
            _ = try await fixture.rotate("30", to: "31")
            #expect(try await fixture.isSpent("30") == true)
            #expect(try await fixture.rotate("refresh", to: "x") == .reused)
            #expect(try await !fixture.hasAccess("access-31"))
        }
    }

    @Test("the answer of a rotation is given again, as long as its successor is unspent")
    func replay() async throws {
        let reuse = RefreshReuse.replay(.seconds(30))
        try await across { fixture in
            try await fixture.beginRedeemed("a")
            _ = try await fixture.rotate("refresh", to: "second", of: "a")
            try await fixture.beginRedeemed("b")
            _ = try await fixture.rotate("refresh", to: "second", of: "b")
            _ = try await fixture.rotate("second", to: "third", of: "b")
        } _: { (fixture) async throws in
            clock.advance(by: .seconds(10))
            let remaining = StoreFixture.accessLifetime - .seconds(10)
            #expect(
                try await fixture.rotate("refresh", to: "x", of: "a", reuse: reuse)
                    == .replayed(sealed("replay of second"), remaining: remaining))
            #expect(
                try await fixture.rotate("second", to: "x", of: "b", reuse: reuse)
                    == .replayed(sealed("replay of third"), remaining: remaining))
            #expect(try await fixture.rotate("refresh", to: "x", of: "b", reuse: reuse) == .reused)
        }
    }

    @Test("the absolute end of a grant stays where it was")
    func absoluteEnd() async throws {
        let end = clock.now.advanced(by: StoreFixture.grantLifetime)
        try await across { fixture in
            try await fixture.beginRedeemed("grant")
        } _: { (fixture) async throws in
            for (from, to) in [("refresh", "1"), ("1", "2"), ("2", "3")] {
                clock.advance(by: StoreFixture.refreshLifetime - .seconds(60))
                _ = try await fixture.rotate(from, to: to)
            }
            let last = try await fixture.store.load(refreshToken: digest("3"), of: key("grant"))
            #expect(last?.record.validity.expiresAt == end)
        }
    }

    @Test("nothing of what was revoked, and the rest of what was not")
    func revoked() async throws {
        try await across { fixture in
            for grant in ["whole", "reused", "access only", "none"] { try await fixture.beginRedeemed(grant) }
            _ = try await fixture.store.revoke(key("whole"))
            _ = try await fixture.rotate("refresh", to: "second", of: "reused")
            _ = try await fixture.rotate("refresh", to: "second", of: "reused")
            _ = try await fixture.store.revoke(accessToken: digest("access"), of: key("access only"))
        } _: { (fixture) async throws in
            #expect(try await !fixture.hasAccess("access", of: "whole"))
            #expect(try await fixture.isSpent("refresh", of: "whole") == nil)
            #expect(try await fixture.isSpent("second", of: "reused") == nil)
            #expect(try await !fixture.hasAccess("access", of: "access only"))
            #expect(try await fixture.isSpent("refresh", of: "access only") == false)
            #expect(try await fixture.hasAccess("access", of: "none"))
        }
    }

    @Test("clients, with their last use and what follows from it, but none that was evicted")
    func clients() async throws {
        let registered = clock.now
        try await across { fixture in
            for name in ["evicted", "used", "protected"] {
                _ = try await fixture.client(name, lifetime: .seconds(1000), limit: 3)
            }
            clock.advance(by: .seconds(10))
            try await fixture.store.renew(
                ClientID(rawValue: "used"), lifetime: .seconds(1000), protectedFor: .zero)
            try await fixture.store.renew(
                ClientID(rawValue: "protected"), lifetime: .seconds(1000), protectedFor: .seconds(500))
            _ = try await fixture.client("new", lifetime: .seconds(1000), limit: 3)
        } _: { (fixture) async throws in
            #expect(try await !fixture.hasClient("evicted"))
            let used = try await fixture.store.load(ClientID(rawValue: "used"))
            #expect(used?.sealed == sealed("client used"))
            #expect(
                used?.validity
                    == Validity(issuedAt: registered, expiresAt: registered.advanced(by: .seconds(1010))))
            clock.advance(by: .seconds(1))
            for (name, evicted) in [("x", "used"), ("y", "new"), ("z", "x")] {
                let answer = try await fixture.client(name, lifetime: .seconds(1000), limit: 3)
                #expect(
                    answer
                        == .inserted(
                            fixture.validity(.seconds(1000)), evicted: ClientID(rawValue: evicted)))
            }
            #expect(try await fixture.hasClient("protected"))
        }
    }

    @Test("transient records that were not taken")
    func transients() async throws {
        try await across { fixture in
            for kind in RecordKind.passing {
                for name in ["kept", "taken", "replaced"] {
                    try await fixture.store.insert(
                        sealed(name), as: kind, under: digest(name), lifetime: .seconds(60))
                }
                _ = try await fixture.store.take(kind, digest("taken"))
                try await fixture.store.insert(
                    sealed("new"), as: kind, under: digest("replaced"), lifetime: .seconds(60))
            }
        } _: { (fixture) async throws in
            for kind in RecordKind.passing {
                #expect(try await fixture.store.take(kind, digest("kept"))?.sealed == sealed("kept"))
                #expect(try await fixture.store.take(kind, digest("taken")) == nil)
                #expect(try await fixture.store.take(kind, digest("replaced"))?.sealed == sealed("new"))
            }
        }
    }

    @Test("sessions, but none that was revoked")
    func sessions() async throws {
        try await across { fixture in
            for name in ["kept", "revoked"] {
                try await fixture.store.insert(session: digest(name), sealed(name), lifetime: .seconds(60))
            }
            try await fixture.store.revoke(session: digest("revoked"))
        } _: { (fixture) async throws in
            #expect(
                try await fixture.store.load(session: digest("kept"))
                    == StoredRecord(sealed: sealed("kept"), validity: fixture.validity(.seconds(60))))
            #expect(try await fixture.store.load(session: digest("revoked")) == nil)
        }
    }

    @Test("the records of tokens spent long ago, which memory has left to the file")
    func archived() async throws {
        try await across { fixture in
            try await fixture.beginRedeemed("grant")
            for number in 1...5 {
                _ = try await fixture.rotate(number == 1 ? "refresh" : "\(number - 1)", to: "\(number)")
            }
            let token = try await fixture.store.load(refreshToken: digest("1"), of: key("grant"))
            #expect(token?.record.sealed == sealed("record of 1"))
            let grace = RefreshReuse.grace(.seconds(30))
            guard case .rotated = try await fixture.rotate("2", to: "again", reuse: grace) else {
                return #expect(Bool(false), "within the window it can be spent again")
            }
        } _: { (fixture) async throws in
            let token = try await fixture.store.load(refreshToken: digest("2"), of: key("grant"))
            #expect(token?.record.sealed == sealed("record of 2"))
            #expect(token?.isSpent == true)
            clock.advance(by: .seconds(30))
            #expect(try await fixture.rotate("3", to: "x", reuse: .grace(.seconds(30))) == .reused)
            #expect(try await fixture.store.load(refreshToken: digest("2"), of: key("grant")) == nil)
        }
    }

    @Test("what began after a restart does not overwrite what was there before")
    func numbers() async throws {
        for round in 1...4 {
            let (store, fixture) = try open()
            try await fixture.beginRedeemed("grant \(round)")
            _ = try await fixture.client("client \(round)", lifetime: .seconds(1000))
            for earlier in 1...round {
                #expect(try await fixture.hasAccess("access", of: "grant \(earlier)"))
                #expect(try await fixture.hasClient("client \(earlier)"))
            }
            await store.close()
        }
    }

    @Test("everything that was acknowledged when the machine stopped in the middle of other writes")
    func crash() async throws {
        let (store, fixture) = try open()
        let acknowledged = Recorder<String>()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<8 {
                group.addTask {
                    for number in 0..<25 {
                        let grant = "\(writer)-\(number)"
                        try await fixture.beginRedeemed(grant)
                        _ = try await fixture.rotate("refresh", to: "second", of: grant)
                        acknowledged.add(grant)
                    }
                }
            }
            for copy in 0..<10 {
                let expected = acknowledged.all
                let path = folder.path + "/copy\(copy)"
                try TemporaryFolder.copy(folder.data, to: path)
                let survivor = try EmbeddedStore.open(folder: path, clock: clock.clock)
                let reopened = StoreFixture(store: survivor, clock: clock)
                for grant in expected {
                    #expect(try await reopened.isSpent("refresh", of: grant) == true, "\(grant)")
                    #expect(try await reopened.isSpent("second", of: grant) == false, "\(grant)")
                    #expect(try await reopened.hasAccess("access-second", of: grant), "\(grant)")
                }
                await survivor.close()
                await Task.yield()
            }
            try await group.waitForAll()
        }
        #expect(acknowledged.all.count == 200)
        await store.close()
    }

    @Test("the folder is held while the store is open, and free when it is closed")
    func lock() async throws {
        let (store, _) = try open()
        #expect(throws: StoreOpeningError.self) { try open() }
        await store.close()
        let (again, _) = try open()
        await again.close()
    }

    @Test("a closed store can still be read and not be changed")
    func closed() async throws {
        let (store, fixture) = try open()
        try await fixture.beginRedeemed("grant")
        await store.close()
        #expect(try await fixture.hasAccess("access"))
        await #expect(throws: StoreError.self) { try await fixture.begin("other") }
        await #expect(throws: StoreError.self) { try await fixture.rotate("refresh", to: "second") }
        #expect(try await fixture.isSpent("refresh") == false)
        await store.close()
    }
}
