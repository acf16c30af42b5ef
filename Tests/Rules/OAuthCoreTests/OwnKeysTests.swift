import Cryptography
import EmbeddedStore
import JOSE
import OAuthModel
import Storage
import Support
import Synchronization
import Testing
import WireText

@testable import OAuthCore

/// What one process has published.
private struct Process {
    let keys: OwnKeys
    let published = Recorder<[String]>()

    init(_ store: any RegisterStore, _ clock: MovableClock, secret: UInt8 = 1) {
        let published = published
        keys = OwnKeys(
            policy: KeyPolicy(), store: store,
            vault: Vault(
                serverSecret: Array(repeating: secret, count: 32), random: .system, clock: clock.clock),
            clock: clock.clock
        ) { set in published.add(set.keys.compactMap { $0.id?.shown }) }
    }

    var last: [String] { published.all.last ?? [] }
}

/// A store that loses everything when a test says so.
private final class MovingStore: RegisterStore {
    private let store: Mutex<any RegisterStore>

    init(_ store: any RegisterStore) {
        self.store = Mutex(store)
    }

    func forget(_ clock: Clock) {
        store.withLock { $0 = EmbeddedStore(memoryOnly: clock) }
    }

    func load(_ name: RegisterName) async throws(StoreError) -> StoredRegister? {
        try await store.withLock { $0 }.load(name)
    }

    func replace(
        _ name: RegisterName, with record: SealedRecord, expecting version: Int64?
    ) async throws(StoreError) -> Bool {
        try await store.withLock { $0 }.replace(name, with: record, expecting: version)
    }
}

@Suite("the keys of this server, shared over a store")
struct OwnKeysTests {
    private let clock = MovableClock()
    private let store: EmbeddedStore

    init() {
        store = EmbeddedStore(memoryOnly: clock.clock)
    }

    private func put(_ record: SealedRecord) async throws {
        let version = try await store.load(.ownKeys)?.version
        #expect(try await store.replace(.ownKeys, with: record, expecting: version))
    }

    @Test("of many processes that look at once at an empty store one makes the key, and all publish it")
    func first() async throws {
        let processes = (0..<16).map { _ in Process(store, clock) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for process in processes { group.addTask { try await process.keys.look() } }
            try await group.waitForAll()
        }
        #expect(processes[0].last.count == 1)
        #expect(Set(processes.map(\.last)).count == 1)
        #expect(processes.allSatisfy { $0.published.all.count == 1 })
        #expect(try await store.load(.ownKeys)?.version == 1)
    }

    @Test("a rotation is heard of at the next look; rotations at once follow on each other")
    func rotation() async throws {
        let (one, other) = (Process(store, clock), Process(store, clock))
        for process in [one, other] { try await process.keys.look() }
        let change = try await one.keys.rotate(.es256, atOnce: false).answer
        #expect(one.last.contains(change.id) && !other.last.contains(change.id))
        try await other.keys.look()
        #expect(other.last == one.last)
        async let first = one.keys.rotate(.rs256, atOnce: true)
        async let second = other.keys.rotate(.rs256, atOnce: true)
        let made = try await [first.answer.id, second.answer.id]
        for process in [one, other] { try await process.keys.look() }
        #expect(one.last == other.last && Set(made).isSubset(of: one.last) && one.last.count == 4)
    }

    @Test("what is published changes with the time, and is given out only when it changes")
    func time() async throws {
        let process = Process(store, clock)
        try await process.keys.look()
        let old = process.last
        let new = try await process.keys.rotate(.es256, atOnce: true).answer.id
        for _ in 1...3 { try await process.keys.look() }
        #expect(process.published.all == [old, old + [new]])
        clock.advance(by: KeyPolicy().publishAfter)
        try await process.keys.look()
        #expect(process.published.all == [old, old + [new], [new]])
    }

    @Test("a record that this server has not sealed is never used, and gives way to what a process has")
    func forged() async throws {
        let process = Process(store, clock)
        try await process.keys.look()
        let kid = process.last
        let stranger = Process(EmbeddedStore(memoryOnly: clock.clock), clock, secret: 2)
        try await stranger.keys.look()
        let vault = Vault(serverSecret: Array(repeating: 2, count: 32), random: .system)
        let secret = Array(RegisterName.ownKeys.rawValue.utf8)
        for record in [
            SealedRecord(bytes: []), SealedRecord(bytes: Array("rubbish".utf8)),
            try vault.seal(VersionedRecord(KeyRing(at: clock.now), version: 3), under: secret),
        ] {
            try await put(record)
            try await process.keys.look()
            let late = Process(store, clock)
            try await late.keys.look()
            #expect(process.last == kid && late.last == kid)
        }
    }

    @Test("an old record under a new version is none, and one that was lost is put back")
    func replayed() async throws {
        let process = Process(store, clock)
        try await process.keys.look()
        let old = try #require(try await store.load(.ownKeys)).sealed
        _ = try await process.keys.rotate(.es256, atOnce: true)
        let now = process.last
        try await put(old)
        try await process.keys.look()
        let late = Process(store, clock)
        try await late.keys.look()
        #expect(process.last == now && late.last == now)
        let moving = MovingStore(store)
        let moved = Process(moving, clock)
        try await moved.keys.look()
        moving.forget(clock.clock)
        try await moved.keys.look()
        let afterwards = Process(moving, clock)
        try await afterwards.keys.look()
        #expect(afterwards.last == now && moved.last == now)
    }

    @Test("a record of another version of this program is left alone")
    func otherVersion() async throws {
        let vault = Vault(serverSecret: Array(repeating: 1, count: 32), random: .system)
        let secret = Array(RegisterName.ownKeys.rawValue.utf8)
        let record = try vault.seal(
            Array("{\"keys\":\"elsewhere\"}".utf8), under: secret, as: .register(.ownKeys))
        try await put(record)
        let process = Process(store, clock)
        await #expect(throws: StoreError.self) { try await process.keys.look() }
        #expect(try await store.load(.ownKeys)?.sealed == record)
        #expect(process.published.all.isEmpty)
    }
}
