import AuthorizationServer
import Foundation
import JSON
import RedisServers
import Support
import Testing
import WireText

extension TestServer {
    /// As an operator does.
    ///
    /// - Returns: The key that is new.
    func rotateKeys(_ algorithm: String = "ES256", atOnce: Bool = false) async throws -> String {
        let answer = try await operate {
            try KeyCommands.rotate(algorithm, atOnce: atOnce, $0.manifest, file: $0.file)
        }
        return try #require(answer["kid"]?.string?.shown)
    }

    func retireKey(_ id: String) async throws {
        _ = try await operate { try KeyCommands.retire(id, $0.manifest, file: $0.file) }
    }

    /// What the operator is told of the keys: their states by their names.
    func keyStates() async throws -> [String: String] {
        let answer = try await operate { try KeyCommands.list($0.manifest, file: $0.file) }
        let keys = (answer["keys"]?.array ?? []).map {
            ($0["kid"]?.string?.shown ?? "", $0["state"]?.string?.shown ?? "")
        }
        return Dictionary(keys) { first, _ in first }
    }

    /// The names of the keys that anybody finds.
    func keyIDs() async throws -> [String] {
        let answer = try await get(KeySetTests.path)
        #expect(answer.status == 200)
        return (answer.json["keys"]?.array ?? []).compactMap { $0["kid"]?.string?.shown }
    }
}

/// Over HTTP and the control socket, on the store of the test run.
@Suite("the key set (RFC 7517), and the keys of this server")
struct KeySetTests {
    static let path = "/.well-known/jwks.json"

    private func failure(_ body: () async throws -> Void) async -> String {
        do {
            try await body()
            return "nothing"
        } catch { return "\(error)" }
    }

    @Test(
        "has the public half of an ES256 key from the first start on, and nothing private; the metadata names it"
    )
    func published() async throws {
        try await TestServer.run { (server) async throws in
            let metadata = try await server.get("/.well-known/oauth-authorization-server").json
            #expect(metadata["jwks_uri"] == .string(server.issuer + Self.path))
            let answer = try await server.get(Self.path)
            #expect(answer.status == 200 && answer["content-type"] == "application/jwk-set+json")
            let keys = try #require(answer.json["keys"]?.array)
            let names = try #require(keys.first?.object).members.map(\.name.shown)
            #expect(keys.count == 1)
            #expect(Set(names) == ["kty", "crv", "x", "y", "use", "alg", "kid"])
            #expect(keys[0]["alg"] == "ES256" && keys[0]["use"] == "sig" && keys[0]["crv"] == "P-256")
        }
    }

    @Test("may be kept, is 304 for who has it, and is readable by any web page")
    func caching() async throws {
        try await TestServer.run { (server) async throws in
            let answer = try await server.get(Self.path, headers: [("Origin", "https://a.example")])
            #expect(answer["cache-control"] == "public, max-age=300")
            #expect(answer["access-control-allow-origin"] == "*")
            let tag = try #require(answer["etag"])
            let again = try await server.get(Self.path, headers: [("If-None-Match", tag)])
            #expect(again.status == 304 && again.body.isEmpty && again["etag"] == tag)
            let head = try await server.send("HEAD", Self.path)
            #expect(head.status == 200 && head.body.isEmpty && head["etag"] == tag)
            #expect(try await server.post(Self.path, form: [:]).status == 405)
        }
    }

    @Test("with the route off there is no key set, no member that names one, and no key")
    func off() async throws {
        try await TestServer.run([.route("jwks", "enabled: false"), .controlled]) { (server) async throws in
            #expect(try await server.get(Self.path).status == 404)
            let metadata = try await server.get("/.well-known/oauth-authorization-server").text
            #expect(!metadata.contains("jwks"))
            let words = "the server answered: this server has no keys: no route with handler oauth.jwks is on"
            #expect(await failure { _ = try await server.rotateKeys() } == words)
        }
    }

    @Test("a new key is published before it signs, the old one as long as what it signed may be good")
    func rotation() async throws {
        try await TestServer.run([.controlled]) { (server) async throws in
            let first = try await server.keyIDs()
            let tag = try await server.get(Self.path)["etag"]
            let second = try await server.rotateKeys()
            #expect(try await server.keyIDs() == first + [second])
            #expect(try await server.get(Self.path)["etag"] != tag)
            #expect(try await server.keyStates() == [first[0]: "active", second: "next"])
            #expect(
                await failure { _ = try await server.rotateKeys() }.contains("key \(second) waits already"))
            server.clock.advance(by: .seconds(3600))
            #expect(try await server.keyStates() == [first[0]: "retired", second: "active"])
            server.clock.advance(by: .seconds(86_400 - 1))
            try await server.sweep()
            #expect(try await server.keyIDs() == first + [second])
            server.clock.advance(by: .seconds(1))
            try await server.sweep()
            #expect(try await server.keyIDs() == [second])
        }
    }

    @Test(
        "the only key that signs is not retired, and the operator is told what to do; then it is, and gone at once"
    )
    func retirement() async throws {
        try await TestServer.run([.controlled]) { (server) async throws in
            let first = try #require(try await server.keyIDs().first)
            let refusal = await failure { try await server.retireKey(first) }
            #expect(
                refusal
                    == "the server answered: it is the only key that signs (ES256); let another one sign at once with 'mcp-auth keys rotate --now', and retire this one then"
            )
            let second = try await server.rotateKeys(atOnce: true)
            try await server.retireKey(first)
            #expect(try await server.keyIDs() == [second])
            #expect(await failure { try await server.retireKey(first) }.contains("there is no such key"))
            let rsa = try await server.rotateKeys("RS256")
            #expect(try await server.keyIDs() == [second, rsa])
            #expect(await failure { _ = try await server.rotateKeys("HS256") }.contains("ES256, RS256"))
            #expect(server.log.all.contains { $0.contains("the operator retired key \(first)") })
        }
    }

    @Test("a restart keeps the keys")
    func restart() async throws {
        let folder = try TestFolder(
            [.controlled], store: try await TestStore.section())
        defer { folder.remove() }
        let server = try await TestServer.start(folder)
        _ = try await server.rotateKeys()
        let before = (try await server.keyIDs(), try await server.keyStates())
        await server.stop()
        let again = try await TestServer.start(folder, clock: server.clock)
        #expect(try await again.keyIDs() == before.0)
        #expect(try await again.keyStates() == before.1)
        await again.stop()
    }

    @Test("keys are records: with another secret a store that has nothing else is refused")
    func otherSecret() async throws {
        let folder = try TestFolder(store: "  data: data\n")
        defer { folder.remove() }
        await (try await TestServer.start(folder)).stop()
        let secret = URL(fileURLWithPath: folder.path + "/data/server.secret")
        try Data("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n".utf8).write(to: secret)
        await #expect(throws: LaunchError.self) { await (try await TestServer.start(folder)).stop() }
    }
}

@Suite("the keys of this server, on a Redis of several processes")
struct SharedKeySetTests {
    private func folders(_ redis: RedisServer, _ count: Int) throws -> [TestFolder] {
        let secret = "\nstore:\n"
        return try (0..<count).map { _ in
            try TestFolder(
                [
                    .replace(
                        secret,
                        with:
                            "\n  secret: \"${SHARED:-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA}\"\n\nstore:\n"
                    )
                ],
                store: "  data: data\n  redis_url: \(redis.url)\n")
        }
    }

    @Test("processes that start at once on an empty one agree on one key, and hear of each other's changes")
    func agreement() async throws {
        let redis = try await RedisServer.start()
        let folders = try folders(redis, 4)
        defer { for folder in folders { folder.remove() } }
        let clock = MovableClock()
        let servers = try await withThrowingTaskGroup(of: TestServer.self) { group in
            for folder in folders { group.addTask { try await TestServer.start(folder, clock: clock) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        var found: Set<[String]> = []
        for server in servers { found.insert(try await server.keyIDs()) }
        #expect(found.count == 1 && found.first?.count == 1)
        let new = try await servers[0].rotateKeys()
        for server in servers {
            try await server.sweep()
            #expect(try await server.keyIDs() == (found.first ?? []) + [new])
        }
        for server in servers { await server.stop() }
    }

    @Test(
        "one that is not there at the start: 503 and when to ask again, until it is; who has the keys goes on without it"
    )
    func outage() async throws {
        let redis = try await RedisServer.start(.appendOnly)
        let folder = try folders(redis, 1)[0]
        defer { folder.remove() }
        try await redis.kill()
        let server = try await TestServer.start(folder, storeGrace: .milliseconds(250))
        let answer = try await server.get(KeySetTests.path)
        expectOutage(answer)
        #expect(answer["cache-control"]?.contains("no-store") == true && answer["etag"] == nil)
        try await redis.restart()
        try await eventually("the keys are there") {
            try await server.get(KeySetTests.path).status == 200 ? () : nil
        }
        let keys = try await server.keyIDs()
        try await redis.kill()
        #expect(try await server.keyIDs() == keys)
        await server.stop()
    }

    @Test("what somebody else wrote there is never used: the keys stay, and the operator is told")
    func forged() async throws {
        let redis = try await RedisServer.start()
        let folders = try folders(redis, 2)
        defer { for folder in folders { folder.remove() } }
        let server = try await TestServer.start(folders[0])
        let keys = try await server.keyIDs()
        for value in ["7 rubbish", "rubbish", "99 "] {
            try await redis.command("SET", "auth:{store}:register:own-keys", value)
            try await server.sweep()
            #expect(try await server.keyIDs() == keys)
        }
        let late = try await TestServer.start(folders[1])
        #expect(try await late.keyIDs() == keys)
        #expect(server.log.all.contains { $0.contains("a record (own keys) is damaged") })
        for server in [server, late] { await server.stop() }
    }
}
