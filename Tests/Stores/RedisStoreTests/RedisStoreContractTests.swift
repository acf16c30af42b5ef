import NIOPosix
import OAuthCore
import OAuthModel
import RedisClient
import RedisServers
import RedisURL
import StoreContract
import Testing

@testable import RedisStore

@Suite("the contract of stores, on Redis")
struct RedisStoreContractTests {
    @Test("is kept by four processes together", arguments: StorePromise.all)
    func single(_ promise: StorePromise) async throws {
        try await keep(promise, on: SharedRedis.server.target)
    }

    @Test("is kept by four processes together, on a cluster", arguments: StorePromise.all)
    func cluster(_ promise: StorePromise) async throws {
        try await keep(promise, on: RedisTarget(url: SharedRedis.cluster.url))
    }

    private func keep(_ promise: StorePromise, on target: RedisTarget) async throws {
        let prefix = uniquePrefix()
        var all: [StoreProcess] = []
        try await promise.check { clock in
            all = (0..<4).map { _ in
                StoreProcess(target, prefix: prefix, time: .given { clock.now })
            }
            return ManyProcesses(all.map(\.store))
        }
        for process in all {
            #expect(process.events == [])
            await process.shutDown()
        }
    }
}
