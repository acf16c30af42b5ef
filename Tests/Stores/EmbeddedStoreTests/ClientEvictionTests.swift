import OAuthCore
import OAuthModel
import Storage
import StoreContract
import Support
import Testing

@testable import EmbeddedStore

@Suite("which client makes room")
struct ClientEvictionTests {
    /// The rule, without any shortcut.
    private func expected(_ table: ClientTable, limit: Int, at now: Timestamp) -> Set<ClientTable.Room> {
        if table.entries.count < limit { return [.free] }
        let over = table.entries.filter { !$0.value.isLive(at: now) }
        if !over.isEmpty { return Set(over.keys.map { .evicting($0) }) }
        let unprotected = table.entries.filter { $0.value.use.protectedUntil <= now }
        let oldest = unprotected.min { $0.value.use.isBefore($1.value.use) }
        return [oldest.map { .evicting($0.key) } ?? .none]
    }

    @Test(
        "is the one that was used least recently and is not protected, however far the table looks ahead",
        arguments: [1, 3, 20, 1000], [UInt64(1), 2, 3])
    func rule(lookAhead: Int, seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var table = ClientTable(lookAhead: lookAhead)
        var now = Timestamp(seconds: 1000)
        var number: Int64 = 0
        var before: [(ClientID, ClientTable.Entry)] = []
        for _ in 0..<4000 {
            switch random.next() % 12 {
            case 0...4:
                let room = table.room(for: 0, within: 50, at: now)
                #expect(expected(table, limit: 50, at: now).contains(room))
                guard room != .none else { break }
                if case .evicting(let id) = room {
                    before = table[id].map { [(id, $0)] } ?? []
                    table.remove(id)
                }
                number += 1
                let use = table.use(at: now, for: .seconds(random.next() % 400 + 1), protectedFor: nil)
                let entry = ClientTable.Entry(
                    number: number, sealed: SealedRecord(bytes: []), issuedAt: now, use: use)
                table.keep(entry, as: ClientID(rawValue: "\(number)"))
            case 5...8:
                guard let (id, entry) = table.entries.randomElement(using: &random), entry.isLive(at: now)
                else { break }
                var used = entry
                let protection = random.next() % 3 == 0 ? 0 : random.next() % 300
                used.use = table.use(
                    at: now, for: .seconds(random.next() % 400 + 1), protectedFor: .seconds(protection),
                    after: entry.use)
                table.keep(used, as: id)
            case 9:
                for (id, entry) in table.entries where !entry.isLive(at: now) { table.remove(id) }
            case 10 where table.entries.count < 50:
                for (id, entry) in before { table.restore(entry, as: id) }
                before = []
            default: now = now.advanced(by: .milliseconds(random.next() % 5000))
            }
        }
        #expect(number > 500)
    }

    @Test("a full table is searched once for many that come, and once for many that it turns away")
    func searches() {
        let now = Timestamp(seconds: 1)
        var table = ClientTable(lookAhead: 100)
        func keep(_ number: Int64, protectedFor: Duration?) {
            let use = table.use(at: now, for: .seconds(1000), protectedFor: protectedFor)
            table.keep(
                ClientTable.Entry(number: number, sealed: SealedRecord(bytes: []), issuedAt: now, use: use),
                as: ClientID(rawValue: "\(number)"))
        }
        for number in 1...1000 { keep(Int64(number), protectedFor: number > 500 ? .seconds(10) : nil) }
        for number in 1...500 {
            #expect(table.room(for: 0, within: 1000, at: now) == .evicting(ClientID(rawValue: "\(number)")))
            table.remove(ClientID(rawValue: "\(number)"))
            keep(Int64(1000 + number), protectedFor: .seconds(10))
        }
        for _ in 1...100 { #expect(table.room(for: 0, within: 1000, at: now) == .none) }
        #expect(table.searches == 5)
    }

    @Test(
        "by weight, too: large clients leave room for fewer, and those used least recently go, as many as are needed"
    )
    func weight() async throws {
        let clock = MovableClock()
        let store = EmbeddedStore(memoryOnly: clock.clock)
        let large = SealedRecord(bytes: [UInt8](repeating: 7, count: 8000))
        func insert(_ name: String, _ record: SealedRecord) async throws -> ClientInsertion {
            clock.advance(by: .milliseconds(1))
            return try await store.insert(
                record, as: ClientID(rawValue: name), lifetime: .seconds(600), limit: 600)
        }
        for number in 0..<500 { _ = try await insert("small \(number)", sealed("client")) }
        try await store.renew(
            ClientID(rawValue: "small 0"), lifetime: .seconds(600), protectedFor: .seconds(600))
        for number in 0..<300 {
            guard case .inserted = try await insert("large \(number)", large) else {
                return #expect(Bool(false), "\(number)")
            }
        }
        let figures = try await store.statistics(counting: false).figures
        let weight = figures.first { $0.name == "client_bytes" }?.value
        guard case .count(let bytes)? = weight else { return #expect(Bool(false)) }
        #expect(bytes <= 600 * 2048)
        #expect(bytes > 600 * 2048 - 16_512, "no more went than had to")
        #expect(try await store.load(ClientID(rawValue: "small 0")) != nil, "it is protected")
        #expect(try await store.load(ClientID(rawValue: "small 1")) == nil)
        #expect(try await store.load(ClientID(rawValue: "large 299")) != nil)
        #expect(try await store.load(ClientID(rawValue: "large 0")) == nil)
    }
}
