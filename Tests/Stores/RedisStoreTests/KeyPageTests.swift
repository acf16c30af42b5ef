import Cryptography
import Foundation
import OAuthCore
import OAuthModel
import RedisClient
import RedisServers
import Storage
import StoreContract
import Support
import Testing

@testable import RedisStore

/// docs/redis-keys.md, read for what it claims.
private struct KeyPage {
    /// Type by pattern of the key.
    var keys: [(pattern: String, type: String)] = []
    /// Names of fields.
    var fields: [String] = []

    init() throws {
        let text = try String(
            contentsOf: Installation.package.appendingPathComponent("docs/redis-keys.md"), encoding: .utf8)
        for line in text.split(separator: "\n") where line.hasPrefix("| `") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            let name = cells[0].trimmingCharacters(in: ["`"])
            if name.hasPrefix("auth:") { keys.append((name, cells[1])) } else { fields.append(name) }
        }
    }

    /// The digests in it stand for 43 characters of a key, and for 32 bytes of a field.
    static func matches(_ name: [UInt8], _ pattern: String, digest: String) -> Bool {
        var regex = NSRegularExpression.escapedPattern(for: pattern)
        for word in ["GRANT", "DIGEST"] { regex = regex.replacingOccurrences(of: word, with: digest) }
        regex = regex.replacingOccurrences(of: "CLIENT", with: "[a-z]+")
        regex = regex.replacingOccurrences(of: "ROUTE", with: "[a-z0-9_]+")
        regex = regex.replacingOccurrences(of: "NUMBER", with: "[0-9]+")
        // Byte for byte: Latin 1 has a character for each.
        let text = String(String.UnicodeScalarView(name.map { Unicode.Scalar($0) }))
        return text.range(of: "\\A(?s:" + regex + ")\\z", options: .regularExpression) != nil
    }
}

@Suite("the page of keys")
struct KeyPageTests {
    private let process: StoreProcess

    init() async throws {
        let server = try await RedisServer.start()
        let vault = Vault(serverSecret: Array(repeating: 7, count: 32), random: .system)
        process = StoreProcess(
            server.target, server: server, prefix: "auth:",
            replicas: ReplicaWait(replicas: 1, timeout: .milliseconds(1)), secret: vault.proof)
        let fixture = StoreFixture(store: process.store, clock: MovableClock())
        try await fixture.begin("begun")
        _ = try await process.store.countFailure(code: digest("code"), of: key("begun"), limit: 5)
        try await fixture.beginRedeemed("redeemed")
        try await fixture.beginRedeemed("rotated")
        for (from, to) in [("refresh", "1"), ("1", "2"), ("1", "3"), ("2", "4")] {
            _ = try await fixture.rotate(from, to: to, of: "rotated", reuse: .grace(.seconds(30)))
        }
        for kind in RecordKind.allCases {
            try await process.store.insert(
                sealed("t"), as: kind, under: digest("t"), lifetime: .seconds(60))
        }
        for name in ["s", "ended"] {
            try await process.store.insert(session: digest(name), sealed(name), lifetime: .seconds(60))
        }
        _ = try? await process.store.revoke(session: digest("ended"))
        for name in ["a", "b", "c"] { _ = try await fixture.client(name, lifetime: .seconds(60), limit: 2) }
        try await process.store.renew(
            ClientID(rawValue: "c"), lifetime: .seconds(60), protectedFor: .seconds(60))
        _ = try await process.store.admit(
            PeerDigest(bytes: digest("peer").bytes), to: "fake_login", limit: 1, period: .seconds(60))
        try await process.store.check()
        _ = try await process.store.identity()
        for name in RegisterName.allCases {
            _ = try? await process.store.replace(name, with: sealed("register"), expecting: nil)
        }
        _ = try await process.store.begin(key("tokens"), issuing: fixture.issued(), summary: summary())
        // A copy that begins takes the key `secret`; one that goes on notes.
        try await process.store.note([.client(ClientID(rawValue: "c"))])
    }

    @Test("has every key that there is, with its type; and there is every key that it has")
    func keys() async throws {
        let page = try KeyPage()
        #expect(!page.keys.isEmpty)
        var seen: Set<String> = []
        for key in try await process.keys() {
            let name = String(decoding: key, as: UTF8.self)
            let rows = page.keys.filter { KeyPage.matches(key, $0.pattern, digest: "[A-Za-z0-9_-]{43}") }
            #expect(rows.count == 1, "\(name)")
            let type = try await process.redis("TYPE", key)
            #expect(rows.first.map { RedisReply.status($0.type) } == type, "\(name)")
            if let row = rows.first { seen.insert(row.pattern) }
        }
        #expect(seen == Set(page.keys.map(\.pattern)))
        await process.shutDown()
    }

    @Test("has every field of a grant; and grants have every field that it has")
    func fields() async throws {
        let page = try KeyPage()
        var seen: Set<String> = []
        for name in ["begun", "redeemed", "rotated", "tokens"] {
            let reply = try await process.redis("HKEYS", process.store.keys.grant(key(name)))
            guard case .list(let fields) = reply else { throw TestFailure("\(reply)") }
            for case .bytes(let field) in fields {
                let rows = page.fields.filter { KeyPage.matches(field, $0, digest: ".{32}") }
                #expect(rows.count == 1, "\(field)")
                seen.formUnion(rows)
            }
        }
        #expect(seen == Set(page.fields))
        await process.shutDown()
    }

    @Test("is right that every key has a TTL")
    func timeToLive() async throws {
        for key in try await process.keys() {
            guard case .integer(let rest) = try await process.redis("PTTL", key) else { continue }
            #expect(rest > 0, "\(String(decoding: key, as: UTF8.self))")
        }
        await process.shutDown()
    }
}
