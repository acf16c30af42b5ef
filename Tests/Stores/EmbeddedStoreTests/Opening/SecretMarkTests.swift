import Cryptography
import EmbeddedStore
import Foundation
import OAuthModel
import Storage
import StoreContract
import Support
import Testing

@testable import OAuthCore

@Suite("the secret of a store")
struct SecretMarkTests {
    private let folder: TemporaryFolder
    private let clock = MovableClock()
    private let right = Vault(serverSecret: Array(repeating: 1, count: 32), random: .seeded(1))
    private let other = Vault(serverSecret: Array(repeating: 2, count: 32), random: .seeded(1))

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Opens the store with the secret of a vault, and closes it after `body`.
    private func with(
        _ vault: Vault?, _ body: (StoreFixture) async throws -> Void = { _ in }
    ) async throws {
        let store = try EmbeddedStore.open(
            folder: folder.data, clock: clock.clock, secret: { _ in vault?.proof })
        try await body(StoreFixture(store: store, clock: clock))
        await store.close()
    }

    private func expectRefusal(_ vault: Vault) async {
        await #expect(throws: StoreOpeningError.otherSecret(place: folder.data + "/store.sqlite")) {
            try await with(vault)
        }
    }

    private func register(_ name: String, _ vault: Vault, _ fixture: StoreFixture) async throws {
        let record = try vault.seal(Array("a client".utf8), under: Array(name.utf8), as: .client)
        _ = try await fixture.store.insert(
            record, as: ClientID(rawValue: name), lifetime: .seconds(60), limit: 100)
    }

    @Test("is noted, and another one refused as long as there is any record; the right one opens afterwards")
    func noted() async throws {
        try await with(right) { try await $0.beginRedeemed("grant") }
        await expectRefusal(other)
        await expectRefusal(other)
        try await with(right) { (fixture) async throws in
            #expect(try await fixture.hasAccess("access", of: "grant"))
        }
    }

    @Test("may be another one where no record is")
    func empty() async throws {
        try await with(right)
        try await with(other) { try await $0.beginRedeemed("grant") }
        await expectRefusal(right)
    }

    @Test("of a store that an earlier version filled is the one that opens a client of it")
    func earlier() async throws {
        try await with(nil) { fixture in
            try await register("strange", other, fixture)
            try await register("ours", right, fixture)
        }
        await expectRefusal(Vault(serverSecret: Array(repeating: 3, count: 32), random: .seeded(1)))
        try await with(right)
        await expectRefusal(other)
    }

    @Test("is forgotten when a copy begins, whose clients then tell")
    func copied() async throws {
        try await with(other)
        let archive = try EmbeddedArchive.open(folder: folder.data, clock: clock.clock)
        try await archive.setCopyMark(CopyMark(source: "name", merges: false, place: "elsewhere"))
        try await archive.setCopyMark(nil)
        archive.close()
        try await with(nil) { try await register("ours", right, $0) }
        try await with(right)
    }

    @Test("says nothing of itself by its mark, and no two are the same")
    func mark() {
        #expect(right.proof.mark.count == 32)
        #expect(right.proof.mark != other.proof.mark)
        #expect(right.proof.mark != Array(repeating: 1, count: 32))
    }

    @Test("is asked for with the word whether there are records, and not made anew beside them")
    func lost() async throws {
        var told: [Bool] = []
        for _ in 1...2 {
            let store = try EmbeddedStore.open(
                folder: folder.data, clock: clock.clock,
                secret: { hasRecords in
                    told.append(hasRecords)
                    return nil
                })
            try await StoreFixture(store: store, clock: clock).begin("grant \(told.count)")
            await store.close()
        }
        #expect(told == [false, true])
        let path = folder.data + "/server.secret"
        #expect(throws: StoreOpeningError.secretMissing(path: path)) {
            try ServerSecretFile.loadOrCreate(in: folder.data, hasRecords: true)
        }
        #expect(!FileManager.default.fileExists(atPath: path))
        let made = try ServerSecretFile.loadOrCreate(in: folder.data, hasRecords: false)
        #expect(try ServerSecretFile.loadOrCreate(in: folder.data, hasRecords: true) == made)
    }
}
