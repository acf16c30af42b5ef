import EmbeddedStore
import Foundation
import OAuthCore
import OAuthModel
import RedisClient
import RedisServers
import RedisURL
import Storage
import StoreContract
import Support
import Testing

@testable import RedisStore

/// A folder that is a server's at one time and a copy's at another; gone with the value.
private final class EmbeddedFolder: MovableStore {
    private let folder: TemporaryFolder
    let clock: MovableClock

    init(_ folder: TemporaryFolder, clock: MovableClock) {
        self.folder = folder
        self.clock = clock
    }

    func serve(_ body: (any AuthorizationStore) async throws -> Void) async throws {
        let store = try await whenFree { try EmbeddedStore.open(folder: folder.data, clock: clock.clock) }
        do { try await body(store) } catch {
            await store.close()
            throw error
        }
        await store.close()
    }

    func archive(_ body: (any StoreArchive) async throws -> Void) async throws {
        let archive = try await whenFree { try EmbeddedArchive.open(folder: folder.data, clock: clock.clock) }
        defer { archive.close() }
        try await body(archive)
    }

    /// A program that another test starts holds our locks, too, until it runs.
    private func whenFree<Opened>(_ open: () throws -> Opened) async throws -> Opened {
        try await eventually("the folder is free") {
            do { return try open() } catch StoreOpeningError.locked { return nil }
        }
    }
}

/// The keys of one prefix.
private struct RedisKeys: MovableStore {
    let process: StoreProcess

    func serve(_ body: (any AuthorizationStore) async throws -> Void) async throws {
        try await body(process.store)
    }

    func archive(_ body: (any StoreArchive) async throws -> Void) async throws {
        try await body(process.store)
    }
}

@Suite("a move")
struct MoveTests {
    @Test("to Redis keeps the promise", arguments: MovePromise.all)
    func toRedis(_ promise: MovePromise) async throws {
        try await keep(promise, on: SharedRedis.server.target, isTarget: true)
    }

    @Test("back from Redis keeps the promise", arguments: MovePromise.all)
    func fromRedis(_ promise: MovePromise) async throws {
        try await keep(promise, on: SharedRedis.server.target, isTarget: false)
    }

    @Test("to a cluster keeps the promise", arguments: MovePromise.all)
    func toCluster(_ promise: MovePromise) async throws {
        try await keep(promise, on: RedisTarget(url: SharedRedis.cluster.url), isTarget: true)
    }

    @Test("back from a cluster keeps the promise", arguments: MovePromise.all)
    func fromCluster(_ promise: MovePromise) async throws {
        try await keep(promise, on: RedisTarget(url: SharedRedis.cluster.url), isTarget: false)
    }

    @Test("the clock of Redis judges what is over, and every key has an end")
    func serverTime() async throws {
        let process = try await StoreProcess.shared()
        let now = Clock.system.now
        let validity = Validity(
            issuedAt: now.advanced(by: .seconds(-100)), expiresAt: now.advanced(by: .seconds(-50)))
        let over = StoredRecord(sealed: sealed("over"), validity: validity)
        let live = StoredRecord(
            sealed: sealed("live"),
            validity: Validity(issuedAt: now, expiresAt: now.advanced(by: .seconds(1000))))
        let client = ArchivedClient(
            record: sealed("c"), issuedAt: now, expiresAt: now.advanced(by: .seconds(1000)),
            lastUsedAt: now, protectedUntil: now)
        let grant = ArchivedGrant(
            endsAt: now.advanced(by: .seconds(1000)), summary: nil, code: nil,
            accessTokens: [ArchivedGrant.AccessToken(digest: digest("a"), record: live)], refreshTokens: [])
        let placements = try await process.store.put([
            .record(.session, digest("over"), over), .record(.session, digest("live"), live),
            .client(ClientID(rawValue: "c"), client), .grant(key("g"), grant),
        ])
        #expect(placements == [.expired, .written, .written, .written])
        let keys = try await process.keys()
        #expect(keys.count == 5)
        for key in keys {
            guard case .integer(let rest) = try await process.redis("PTTL", key) else { continue }
            #expect((1_000_000...1_300_000).contains(rest), "\(String(decoding: key, as: UTF8.self))")
        }
        await process.shutDown()
    }

    @Test("what is none of ours is counted and left behind")
    func foreign() async throws {
        let process = try await StoreProcess.shared()
        let keys = process.store.keys
        try await process.redis("SET", keys.grant(key("g")), "a string".bytes)
        try await process.redis("SET", keys.record(.session, digest("s")), "no times".bytes)
        try await process.redis("HSET", keys.record(.upstreamCode, digest("t")), "a".bytes, "b".bytes)
        try await process.redis("SET", (process.prefix + "other").bytes, "x".bytes)
        try await process.redis("SET", (process.prefix + "t:new:{x}").bytes, "x".bytes)
        var unreadable = 0
        var pages = try await process.store.pages()
        while let page = try await pages.next() {
            #expect(page.records == [])
            unreadable += page.unreadable
        }
        #expect(unreadable == 3)
        await process.shutDown()
    }

    @Test("a Redis that is full takes no half of a record, and can be moved away from")
    func full() async throws {
        let process = StoreProcess(try await RedisServer.start())
        try await process.redis("CONFIG", "SET".bytes, "maxmemory".bytes, "1".bytes)
        let now = Clock.system.now
        let record = StoredRecord(
            sealed: sealed("live"),
            validity: Validity(issuedAt: now, expiresAt: now.advanced(by: .seconds(1000))))
        await #expect(throws: StoreError.self) {
            try await process.store.put([.record(.session, digest("s"), record)])
        }
        #expect(try await process.keys() == [])
        let name = try await process.store.identity()
        #expect(try await process.store.identity() == name)
        await process.shutDown()
    }

    @Test(
        "the mark of half a copy, and what is noted with it, outlive all that a copy may put",
        arguments: [false, true])
    func mark(isCluster: Bool) async throws {
        let target =
            try await isCluster ? RedisTarget(url: SharedRedis.cluster.url) : SharedRedis.server.target
        let process = StoreProcess(target, prefix: uniquePrefix())
        let store = process.store
        // With nothing else asked before, as at a start.
        #expect(await store.refusal() == nil)
        let mark = CopyMark(source: "name", merges: true, place: "embedded, in a place:/with spaces")
        try await store.setCopyMark(mark)
        let names =
            (1...700).map { RecordName.record(.session, digest("\($0)")) } + [
                .client(ClientID(rawValue: "c"))
            ]
        try await store.note(names)
        #expect(try await store.copyMark() == mark)
        #expect(try await Set(store.notedNames()) == Set(names))
        _ = try await store.identity()
        for key in [store.keys.copyMark, store.keys.identity] {
            guard case .integer(let rest) = try await process.redis("TTL", key) else { continue }
            #expect(rest > 3650 * 86_400)
        }
        // A server doesn't start on it, and one that runs says it.
        #expect(await store.refusal() == .halfACopy)
        await #expect {
            try await store.check()
        } throws: { error in
            (error as? StoreError)?.reason == "a copy into this redis has not been finished"
        }
        try await store.setCopyMark(nil)
        #expect(try await store.notedNames() == [])
        try await store.check()
        await process.shutDown()
    }

    @Test("a mark that is none is nobody's")
    func illegibleMark() async throws {
        let process = try await StoreProcess.shared()
        try await process.redis("SET", process.store.keys.copyMark, "redis://a,b, keys auth:…".bytes)
        #expect(try await process.store.copyMark() == .illegible)
        await process.shutDown()
    }

    private func keep(_ promise: MovePromise, on target: RedisTarget, isTarget: Bool) async throws {
        let prefix = uniquePrefix()
        var process: StoreProcess?
        func redis(_ clock: MovableClock) -> any MovableStore {
            let made = StoreProcess(target, prefix: prefix, time: .given { clock.now })
            process = made
            return RedisKeys(process: made)
        }
        let folder = try TemporaryFolder()
        func embedded(_ clock: MovableClock) -> any MovableStore { EmbeddedFolder(folder, clock: clock) }
        try await promise.check(from: isTarget ? embedded : redis, to: isTarget ? redis : embedded)
        #expect(process?.events == [])
        await process?.shutDown()
    }
}
