import Cryptography
import OAuthModel
import RedisClient
import RedisServers
import RedisURL
import Storage
import StoreContract
import Support
import Testing

@testable import OAuthCore
@testable import RedisStore

@Suite("another server's secret, on one Redis")
struct SecretTests {
    private static let right = Vault(serverSecret: Array(repeating: 1, count: 32), random: .seeded(1))
    private static let other = Vault(serverSecret: Array(repeating: 2, count: 32), random: .seeded(1))
    private static let words = "the records in redis are sealed under another server secret than this one"

    private func process(
        _ vault: Vault, prefix: String, on target: RedisTarget? = nil
    ) async throws -> StoreProcess {
        let target = if let target { target } else { try await SharedRedis.server.target }
        return StoreProcess(target, prefix: prefix, secret: vault.proof)
    }

    /// Everything that the store is asked is answered as unavailable, never that it isn't there.
    private func expectShut(_ process: StoreProcess, _ words: String = words) async throws {
        let fixture = StoreFixture(store: process.store, clock: MovableClock())
        let store = process.store
        let questions: [(String, () async throws -> Void)] = [
            ("access token", { _ = try await fixture.hasAccess("access") }),
            ("refresh token", { _ = try await fixture.isSpent("refresh") }),
            ("rotation", { _ = try await fixture.rotate("refresh", to: "second") }),
            ("code", { _ = try await store.load(code: digest("code"), of: key("grant")) }),
            ("revocation", { _ = try await store.revoke(key("grant")) }),
            ("grant", { try await fixture.begin("new") }),
            ("client", { _ = try await fixture.hasClient("client") }),
            ("registration", { _ = try await fixture.client("new", lifetime: .seconds(60)) }),
            ("session", { _ = try await store.load(session: digest("s")) }),
            ("transient", { _ = try await store.take(.upstreamState, digest("t")) }),
            ("limit", { _ = try await store.admit(peer("p"), to: "r", limit: 1, period: .seconds(60)) }),
            ("health", { try await store.check() }),
        ]
        for (name, question) in questions {
            do {
                try await question()
                #expect(Bool(false), "\(name) is answered")
            } catch let error as StoreError {
                #expect(error.reason == words, "\(name)")
            }
        }
    }

    private func keepsApart(_ target: RedisTarget) async throws {
        let prefix = uniquePrefix()
        let one = try await process(Self.right, prefix: prefix, on: target)
        #expect(await one.store.refusal() == nil)
        let fixture = StoreFixture(store: one.store, clock: MovableClock())
        try await fixture.beginRedeemed("grant")
        let strange = try await process(Self.other, prefix: prefix, on: target)
        // Not asked at its start, since redis was not there.
        try await expectShut(strange)
        try await expectShut(strange)
        #expect(await strange.store.refusal() == .otherSecret)
        #expect(strange.events == [.otherSecret])
        let alike = try await process(Self.right, prefix: prefix, on: target)
        let second = StoreFixture(store: alike.store, clock: MovableClock())
        #expect(try await second.hasAccess("access", of: "grant"))
        #expect(try await second.isSpent("refresh", of: "grant") == false)
        #expect(one.events == [] && alike.events == [])
        for process in [one, strange, alike] { await process.shutDown() }
    }

    @Test("is answered nothing, and told once; the processes with the first one's secret are served")
    func single() async throws {
        try await keepsApart(SharedRedis.server.target)
    }

    @Test("the same on a cluster")
    func cluster() async throws {
        try await keepsApart(RedisTarget(url: SharedRedis.cluster.url))
    }

    @Test("is known at the start, and then not told of besides")
    func start() async throws {
        let prefix = uniquePrefix()
        let one = try await process(Self.right, prefix: prefix)
        try await one.store.check()
        let strange = try await process(Self.other, prefix: prefix)
        #expect(await strange.store.refusal() == .otherSecret)
        #expect(strange.events == [])
        for process in [one, strange] { await process.shutDown() }
    }

    @Test("where there is no mark, the clients tell: after an earlier version, or a copy")
    func clients() async throws {
        let prefix = uniquePrefix()
        let earlier = try await StoreProcess.shared(prefix: prefix)
        for (name, vault) in [("strange", Self.other), ("ours", Self.right)] {
            _ = try await earlier.store.insert(
                try vault.seal(Array("a client".utf8), under: Array(name.utf8), as: .client),
                as: ClientID(rawValue: name), lifetime: .seconds(60), limit: 10)
        }
        let third = Vault(serverSecret: Array(repeating: 3, count: 32), random: .seeded(1))
        let strange = try await process(third, prefix: prefix)
        #expect(await strange.store.refusal() == .otherSecret)
        #expect(try await earlier.redis("EXISTS", earlier.store.keys.secret) == .integer(0))
        let one = try await process(Self.right, prefix: prefix)
        try await one.store.check()
        #expect(try await earlier.redis("EXISTS", earlier.store.keys.secret) == .integer(1))
        for process in [earlier, strange, one] { await process.shutDown() }
    }

    @Test(
        "a database that is emptied is marked again by who looks first; and who was shut out is let in when it is right"
    )
    func emptied() async throws {
        let prefix = uniquePrefix()
        let one = try await process(Self.right, prefix: prefix)
        try await one.store.check()
        let key = one.store.keys.secret
        #expect(try await one.redis("DEL", key) == .integer(1))
        try await one.store.checkRecords()
        #expect(try await one.redis("EXISTS", key) == .integer(1))
        let strange = try await process(Self.other, prefix: prefix)
        try await expectShut(strange)
        #expect(try await one.redis("DEL", key) == .integer(1))
        try await strange.store.check()
        #expect(try await !StoreFixture(store: strange.store, clock: MovableClock()).hasAccess("access"))
        #expect(strange.events == [.otherSecret, .secretIsRight])
        // Now it is the other one that finds out, with its next look.
        await #expect(throws: StoreError.self) { try await one.store.check() }
        try await expectShut(one)
        #expect(one.events == [.otherSecret])
        for process in [one, strange] { await process.shutDown() }
    }

    @Test("a Redis that was exchanged for another one while nobody was connected is asked nothing")
    func exchanged() async throws {
        let server = try await RedisServer.start()
        let log = LogLines()
        let one = StoreProcess(
            server.target, server: server, prefix: "auth:", connectGrace: .milliseconds(300),
            secret: Self.right.proof, logger: log.logger())
        try await one.store.check()
        let right = try await server.command("GET", "auth:{store}:secret")
        try await server.command("SET", "auth:{store}:secret", "another")
        try await server.command("CLIENT", "KILL", "TYPE", "normal")
        try await eventually("it has tried to connect again") {
            do throws(StoreError) { try await one.store.check() } catch {
                return error.reason == Self.words ? () : nil
            }
            return nil
        }
        for _ in 1...2 { try await expectShut(one) }
        #expect(log.all.count { $0.hasPrefix("error redis is unreachable") && $0.contains(Self.words) } == 1)
        try await server.command("SET", "auth:{store}:secret", right)
        try await eventually("it serves again") { try? await one.store.check() }
        #expect(one.events == [])
        await one.shutDown()
    }

    @Test("the mark is no record: a store with nothing else is empty, and may be copied into")
    func uncounted() async throws {
        let one = try await process(Self.right, prefix: uniquePrefix())
        try await one.store.check()
        let counts = try await one.store.statistics(counting: true).records
        #expect(counts?.values.allSatisfy { $0 == 0 } == true)
        var pages = try await one.store.pages()
        while let page = try await pages.next() { #expect(page.records.isEmpty && page.unreadable == 0) }
        await one.shutDown()
    }

    @Test("a copy that begins takes the mark of what was there before")
    func copied() async throws {
        let prefix = uniquePrefix()
        let strange = try await process(Self.other, prefix: prefix)
        try await strange.store.check()
        let mark = CopyMark(source: "name", merges: false, place: "elsewhere")
        try await strange.store.setCopyMark(mark)
        try await strange.store.setCopyMark(nil)
        let one = try await process(Self.right, prefix: prefix)
        try await one.store.check()
        for process in [one, strange] { await process.shutDown() }
    }

    @Test("half of a copy is answered as little, whenever it is found, until the copy is finished")
    func halfACopy() async throws {
        let prefix = uniquePrefix()
        let early = try await process(Self.right, prefix: prefix)
        try await early.store.check()
        let copier = try await StoreProcess.shared(prefix: prefix)
        try await copier.store.setCopyMark(CopyMark(source: "name", merges: false, place: "elsewhere"))
        let late = try await process(Self.right, prefix: prefix)
        // As each process looks every half minute.
        _ = try? await early.store.checkRecords()
        for process in [early, late] {
            try await expectShut(process, "a copy into this redis has not been finished")
        }
        try await copier.store.setCopyMark(nil)
        for process in [early, late] {
            #expect(try await process.store.load(session: digest("s")) == nil)
            try await process.store.check()
        }
        for process in [early, copier, late] { await process.shutDown() }
    }

    @Test("the user that the documentation makes may do all of it")
    func user() async throws {
        let server = try await RedisServer.start()
        try await server.command(
            "ACL", "SETUSER", "mcp-auth", "on", ">word", "~auth:*", "resetchannels", "+@all", "-@dangerous")
        let target = try RedisTarget(url: "redis://mcp-auth:word@127.0.0.1:\(server.port)")
        let one = try await process(Self.right, prefix: "auth:", on: target)
        try await one.store.check()
        let strange = try await process(Self.other, prefix: "auth:", on: target)
        try await expectShut(strange)
        for process in [one, strange] { await process.shutDown() }
    }
}
