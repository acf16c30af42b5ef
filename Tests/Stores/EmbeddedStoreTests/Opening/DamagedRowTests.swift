import Foundation
import OAuthCore
import OAuthModel
import Storage
import StoreContract
import Support
import Testing

@testable import EmbeddedStore

@Suite("rows that don't say what rows say")
struct DamagedRowTests {
    private let folder: TemporaryFolder
    private var file: String { folder.data + "/store.sqlite" }

    init() throws {
        folder = try TemporaryFolder()
    }

    /// A store with one of everything, closed; its rows.
    private func filled() async throws -> [(id: RowID, body: [UInt8])] {
        let clock = MovableClock()
        let store = try EmbeddedStore.open(folder: folder.data, clock: clock.clock)
        let fixture = StoreFixture(store: store, clock: clock)
        try await fixture.beginRedeemed("grant")
        _ = try await fixture.rotate("refresh", to: "second")
        _ = try await fixture.client("client", lifetime: .seconds(60))
        try await store.insert(
            sealed("record"), as: .pendingAuthorization, under: digest("name"), lifetime: .seconds(60))
        _ = try await store.replace(.ownKeys, with: sealed("keys"), expecting: nil)
        await store.close()
        var all: [(id: RowID, body: [UInt8])] = []
        try SQLiteRows(in: DataFolder(path: folder.data)).read { (id, body) throws(RowDamage) in
            all.append((id, body))
        }
        return all
    }

    private func isDamaged(_ rows: [(id: RowID, body: [UInt8])]) -> Bool {
        var content = StoreContent()
        do {
            for row in rows { try content.add(row.id, row.body) }
            return false
        } catch {
            return true
        }
    }

    @Test("are found, wherever one is cut short or too long, of an unknown kind or alone")
    func found() async throws {
        let rows = try await filled()
        #expect(rows.count == 7)
        #expect(!isDamaged(rows))
        for index in rows.indices {
            for length in 0..<rows[index].body.count {
                var cut = rows
                cut[index].body = Array(rows[index].body.prefix(length))
                #expect(isDamaged(cut), "row \(index) cut to \(length)")
            }
            var long = rows
            long[index].body.append(0)
            #expect(isDamaged(long))
            var strange = rows
            strange[index].body[0] = 200
            #expect(isDamaged(strange))
        }
        #expect(isDamaged(rows.filter { $0.id.part > 0 }), "parts without their record")
    }

    @Test("never crash the reader, whatever their bytes are")
    func rubbish() async throws {
        let rows = try await filled()
        for row in rows {
            for index in row.body.indices.dropFirst() {
                var altered = row
                altered.body[index] ^= 0xff
                _ = isDamaged([altered])
            }
        }
    }

    @Test("are found where a number can't be: of a record, of the tokens spent, of failures")
    func numbers() async throws {
        let rows = try await filled()
        for number in [-1, Int64.min >> RowID.partBits, Int64.max >> RowID.partBits] {
            #expect(isDamaged([(RowID(record: number), rows[0].body)]), "\(number)")
        }
        let grant = try #require(rows.first { $0.body[0] == RowKind.grant.rawValue })
        // Kind, key, end; then how many tokens were spent.
        for value in [Int64(-1), Int64(RowID.partLimit), .max, .min] {
            var altered = grant
            withUnsafeBytes(of: value.littleEndian) { altered.body.replaceSubrange(41..<49, with: $0) }
            #expect(isDamaged([altered]), "\(value)")
        }
    }

    @Test("keep the store from opening, and stay as they are")
    func opening() async throws {
        _ = try await filled()
        do {
            let rows = try SQLiteRows(in: DataFolder(path: folder.data))
            try rows.commit([.put(RowID(record: 99), [3, 1, 2, 3])])
            rows.close()
        }
        let before = try Data(contentsOf: URL(fileURLWithPath: file))
        #expect(throws: StoreOpeningError.damaged(path: file, cause: "row \(99 << 20): row cut short")) {
            try EmbeddedStore.open(folder: folder.data, clock: .system)
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == before)
    }
}
