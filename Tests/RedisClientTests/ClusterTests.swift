import Logging
import NIOCore
import NIOPosix
import RedisServers
import Testing
import RedisURL

@testable import RedisClient

@Suite("cluster")
struct ClusterTests {
    @Test("a key goes to the node that has its slot")
    func keys() async throws {
        let clock = ContinuousClock.now
        let cluster = try await RedisCluster.start(replicas: true)
        print("cluster", ContinuousClock.now - clock)
        let client = RedisClient(
            try RedisTarget(url: cluster.url), loops: MultiThreadedEventLoopGroup.singleton,
            logger: .init(label: "test"))
        for number in 0..<100 {
            let key = Array("key-\(number)".utf8)
            #expect(
                try await client.send([RedisCommand("SET", key: key, [Array("\(number)".utf8)])]) == [
                    .status("OK")
                ])
            #expect(
                try await client.send([RedisCommand("GET", key: key)]) == [.bytes(Array("\(number)".utf8))])
            #expect(
                try await cluster.primary(of: HashSlot.of(key)).command("GET", "key-\(number)") == "\(number)"
            )
        }
        await client.shutDown()
    }
}

@Suite("sentinel")
struct SentinelTests {
    @Test("failover")
    func keys() async throws {
        let clock = ContinuousClock.now
        let primary = try await RedisServer.start()
        let replica = try await primary.startReplica()
        let sentinel = try await RedisServer.startSentinel(of: primary.port)
        print("sentinel", ContinuousClock.now - clock)
        let client = RedisClient(
            try RedisTarget(url: "redis+sentinel://127.0.0.1:\(sentinel.port)/mymaster"),
            loops: MultiThreadedEventLoopGroup.singleton,
            logger: .init(label: "test"))
        let key = Array("a".utf8)
        #expect(try await client.send([RedisCommand("SET", key: key, [Array("b".utf8)])]) == [.status("OK")])
        #expect(try await replica.command("GET", "a") == "b")
        try await Task.sleep(for: .seconds(1))
        try await primary.kill()
        let start = ContinuousClock.now
        try await eventually("serves") {
            try? await client.send([RedisCommand("SET", key: key, [Array("c".utf8)])])
        }
        print("failover", ContinuousClock.now - start)
        await client.shutDown()
        #expect(try await replica.command("GET", "a") == "c")
    }
}
