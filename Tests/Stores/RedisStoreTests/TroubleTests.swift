import OAuthCore
import RedisClient
import RedisServers
import RedisURL
import Storage
import Support
import Testing

@testable import RedisStore

extension LogLines {
    /// The reasons that were logged, each once; none of them has an equals sign in it.
    fileprivate var reasons: Set<String> {
        Set(all.compactMap { $0.firstMatch(of: /reason=(.*?)(?: \w+=|$)/).map { String($0.1) } })
    }
}

@Suite("what keeps a Redis from serving is told in the same words by the log and by a look at the store")
struct TroubleTests {
    private func expect(_ words: String, of url: String, server: RedisServer? = nil) async throws {
        let logged = LogLines()
        let process = StoreProcess(
            try RedisTarget(url: url), server: server, prefix: "auth:", connectGrace: .milliseconds(300),
            logger: logged.logger())
        try await eventually("\(url) is told of: \(logged.text)") {
            await reason(process.store.check) == words ? () : nil
        }
        #expect(logged.reasons == [words])
        await process.shutDown()
    }

    @Test("a node of a cluster that redis:// leads to, whether it has the key that is written to look or not")
    func clusterNode() async throws {
        for node in try await SharedRedis.cluster.primaries {
            try await expect(
                "this redis is a node of a cluster: write redis+cluster://, or with tls rediss+cluster://",
                of: node.url)
        }
    }

    @Test("a cluster of which a part is lost, though the key that is written to look is in another")
    func lostSlots() async throws {
        let redis = try await LyingRedis.start()
        guard case .single(let address) = redis.target.topology, case .tcp(_, let port) = address else {
            return
        }
        redis.answer("CLUSTER", "*1\r\n*3\r\n:0\r\n:16382\r\n*2\r\n$9\r\n127.0.0.1\r\n:\(port)\r\n")
        redis.answer("EXISTS", ":0\r\n")
        redis.answer("GET", "$-1\r\n")
        let process = StoreProcess(RedisTarget(.cluster([address])))
        #expect(
            await reason(process.store.check)
                == "the redis cluster is down: nobody serves some of its slots")
        await process.shutDown()
        await redis.stop()
    }

    @Test(
        "a dead seed, wherever it stands, keeps nobody from counting all keys of a cluster at once",
        arguments: 0...3)
    func deadSeed(_ place: Int) async throws {
        let cluster = try await SharedRedis.cluster
        var seeds = cluster.primaries.map { RedisAddress.tcp(host: "127.0.0.1", port: $0.port) }
        seeds.insert(.tcp(host: "127.0.0.1", port: try freePort()), at: place)
        let process = StoreProcess(RedisTarget(.cluster(seeds)))
        #expect(try await process.store.statistics(counting: true).records?[.grants] == 0)
        await process.shutDown()
    }

    @Test("a user who may not give it scripts")
    func permission() async throws {
        let server = try await RedisServer.start()
        try await server.command("ACL", "SETUSER", "app", "on", ">word", "~*", "&*", "+@all", "-script")
        try await expect(
            "the redis user lacks a permission that is needed: ACL LOG in redis says which",
            of: "redis://app:word@127.0.0.1:\(server.port)", server: server)
    }

    @Test("a certificate for another name, and one of a stranger")
    func certificates() async throws {
        let authority = try CertificateAuthority()
        let server = try await RedisServer.startTLS(
            try authority.issue("server", names: "DNS:redis.test"), authority: authority.certificate)
        try await expect(
            "the certificate of redis is for another name: give the name in it by server_name in the redis url",
            of: "rediss://localhost:\(server.tlsPort)?ca_file=\(authority.certificate)", server: server)
        try await expect(
            "the certificate of redis isn't valid, or not of an authority that is trusted: name that by ca_file in the redis url",
            of: "rediss://localhost:\(server.tlsPort)?server_name=redis.test", server: server)
    }

    @Test("a database that it doesn't have")
    func database() async throws {
        let server = try await RedisServer.start()
        try await expect(
            "redis doesn't have the database of the redis url: write another number, or none for database 0",
            of: server.url + "/99", server: server)
    }

    @Test("one that throws records away when its memory is full serves, and is warned of once")
    func eviction() async throws {
        let server = try await RedisServer.start(.none, [["maxmemory-policy", "volatile-ttl"]])
        let logged = LogLines()
        let process = StoreProcess(try RedisTarget(url: server.url), server: server, logger: logged.logger())
        for _ in 1...20 { try await process.store.check() }
        #expect(logged.reasons == ["its maxmemory-policy is volatile-ttl: set it to noeviction"])
        #expect(logged.all.count { $0.contains("maxmemory-policy") } == 1)
        await process.shutDown()
    }
}
