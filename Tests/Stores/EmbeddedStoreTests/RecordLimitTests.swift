import Cryptography
import OAuthCore
import OAuthModel
import Storage
import StoreContract
import Support
import Testing

@testable import EmbeddedStore

@Suite("the room for records that strangers may cause")
struct RecordLimitTests {
    private static let limit = 1 << 20
    private let rows = RefusingRows()
    private let clock = MovableClock()

    private func open(limit: Int = limit) throws -> EmbeddedStore {
        let journal = Journal { _ in }
        #expect(journal.start(rows))
        return EmbeddedStore(try rows.content(), journal: journal, clock: clock.clock, recordLimit: limit)
    }

    private func insert(
        _ number: Int, into store: EmbeddedStore, size: Int = 1000, owner: String = "anyone"
    ) async throws {
        try await store.insert(
            SealedRecord(bytes: [UInt8](repeating: 7, count: size)), as: .pendingAuthorization,
            under: SecretDigest(bytes: SHA256.hash(Array("\(number)".utf8))), lifetime: .seconds(600),
            owner: peer(owner))
    }

    private func has(_ number: Int, in store: EmbeddedStore) async throws -> Bool {
        try await store.load(.pendingAuthorization, SecretDigest(bytes: SHA256.hash(Array("\(number)".utf8))))
            != nil
    }

    @Test("is limited: a new record is taken whatever has come before, and the oldest go for it")
    func eviction() async throws {
        let store = try open()
        for number in 0..<5000 {
            try await insert(number, into: store)
            #expect(try await has(number, in: store))
        }
        let count = store.recordCount
        #expect(count * 1256 <= Self.limit)
        #expect(count * 1256 > Self.limit * 3 / 4, "there is no more waste than a sixteenth of each part")
        for number in 4700..<5000 { #expect(try await has(number, in: store), "\(number)") }
        for number in 0..<3500 { #expect(try await !has(number, in: store), "\(number)") }
        await store.close()
        #expect(Set(rows.rows.keys.map(\.record)).count == count, "the file has forgotten them, too")
    }

    @Test("is shared out: who holds most gives way, the oldest records first, and who holds little keeps it")
    func shares() async throws {
        let store = try open()
        for number in 0..<100 { try await insert(number, into: store, owner: "\(number)") }
        for number in 1000..<3000 { try await insert(number, into: store, owner: "flood") }
        for number in 100..<200 { try await insert(number, into: store, owner: "\(number)") }
        for number in 3000..<5000 { try await insert(number, into: store, owner: "other flood") }
        for number in 0..<200 { #expect(try await has(number, in: store), "\(number)") }
        #expect(try await has(4999, in: store), "a new one is taken, whoever it is")
        let first = try await filter(1000..<3000) { try await has($0, in: store) }
        let second = try await filter(3000..<5000) { try await has($0, in: store) }
        #expect(abs(first.count - second.count) < 120, "two that hold most hold the same in the end")
        #expect((first.min() ?? 0) > 2500, "their oldest went")
        #expect(store.recordCount * 1256 <= Self.limit)
        await store.close()
    }

    @Test("of those who hold the same the oldest give way, one by one")
    func equals() async throws {
        let store = try open()
        for number in 0..<3000 { try await insert(number, into: store, owner: "\(number)") }
        #expect(store.recordCount * 1256 > Self.limit * 3 / 4)
        for number in 2700..<3000 { #expect(try await has(number, in: store), "\(number)") }
        await store.close()
    }

    @Test("counts bytes: large records leave room for fewer")
    func bytes() async throws {
        let store = try open()
        for number in 0..<2000 { try await insert(number, into: store, size: 16_000) }
        #expect(store.recordCount * 16_256 <= Self.limit)
        #expect(store.recordCount >= 32)
        await store.close()
    }

    @Test("is made again when records are taken or over")
    func release() async throws {
        let store = try open()
        for round in 0..<10 {
            for number in 0..<500 { try await insert(round * 500 + number, into: store) }
            for number in 0..<500 {
                let digest = SecretDigest(bytes: SHA256.hash(Array("\(round * 500 + number)".utf8)))
                if round % 2 == 0 {
                    #expect(try await store.take(.pendingAuthorization, digest) != nil)
                } else {
                    #expect(try await store.load(.pendingAuthorization, digest) != nil)
                }
            }
            clock.advance(by: .seconds(600))
            try await store.sweep()
        }
        #expect(store.recordCount == 0)
        await store.close()
    }

    @Test("of one kind is not taken from another, nor from sessions")
    func kinds() async throws {
        let store = try open()
        try await store.insert(
            sealed("state"), as: .upstreamState, under: digest("a"), lifetime: .seconds(600))
        try await store.insert(session: digest("a"), sealed("ada"), lifetime: .seconds(600))
        for number in 0..<2000 { try await insert(number, into: store) }
        #expect(try await store.load(.upstreamState, digest("a")) != nil)
        #expect(try await store.load(session: digest("a")) != nil)
        await store.close()
    }

    @Test("is limited for sessions, too")
    func sessions() async throws {
        let store = EmbeddedStore(memoryOnly: clock.clock, recordLimit: Self.limit)
        for number in 0..<5000 {
            try await store.insert(
                session: SecretDigest(bytes: SHA256.hash(Array("\(number)".utf8))), sealed("ada"),
                lifetime: .seconds(600))
        }
        #expect(store.recordCount * 259 <= Self.limit)
        #expect(try await store.load(session: SecretDigest(bytes: SHA256.hash(Array("\(4999)".utf8)))) != nil)
    }

    @Test("stays what it was when the disk refuses: who had to go is back, and what came is not there")
    func refused() async throws {
        let store = try open(limit: 16 << 10)
        for number in 0..<100 { try await insert(number, into: store, size: 200) }
        // That there is nothing to revoke is answered when all that was queued is on the disk.
        try await store.revoke(key("none"))
        let before = rows.rows
        let kept = try await filter(0..<100) { try await has($0, in: store) }
        #expect(kept.count < 40)
        rows.isRefusing = true
        await #expect(throws: StoreError.self) {
            for number in 100..<200 { try await insert(number, into: store, size: 200) }
            try await store.revoke(key("none"))
            try await StoreFixture(store: store, clock: clock).begin("grant")
        }
        // Who comes while the writer takes changes back is refused at once, and so may be here before it has done.
        var there = try await filter(0..<200) { try await has($0, in: store) }
        for _ in 0..<10_000 where there != kept {
            await Task.yield()
            there = try await filter(0..<200) { try await has($0, in: store) }
        }
        #expect(there == kept)
        #expect(rows.rows == before)
        rows.isRefusing = false
        for number in 200..<300 { try await insert(number, into: store, size: 200) }
        #expect(store.recordCount * 456 <= 16 << 10)
        await store.close()
    }

    @Test("is the same after a restart, and the order in which records came is known")
    func restart() async throws {
        let first = try open()
        for number in 0..<500 { try await insert(number, into: first) }
        await first.close()
        let second = try open()
        #expect(second.recordCount == 500)
        for number in 500..<900 { try await insert(number, into: second, owner: "\(number)") }
        #expect(second.recordCount * 1256 <= Self.limit)
        for number in 500..<900 { #expect(try await has(number, in: second), "\(number)") }
        let kept = try await filter(0..<500) { try await has($0, in: second) }
        #expect(kept.filter { $0 < 100 }.count < kept.filter { $0 >= 400 }.count)
        await second.close()
    }

    private func filter(
        _ numbers: Range<Int>, _ isIncluded: (Int) async throws -> Bool
    ) async rethrows -> [Int] {
        var included: [Int] = []
        for number in numbers where try await isIncluded(number) { included.append(number) }
        return included
    }
}
