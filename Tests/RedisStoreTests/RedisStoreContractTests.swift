import NIOPosix
import OAuthCore
import OAuthModel
import RedisClient
import RedisServers
import StoreContract
import Testing

@testable import RedisStore

@Suite("the contract of stores, on Redis")
struct RedisStoreContractTests {
    @Test("is kept by one process", arguments: StorePromise.all)
    func one(_ promise: StorePromise) async throws {
        let server = try await SharedRedis.server
        try await keep(promise, processes: 1, on: server.target)
    }

    @Test("is kept by four processes together", arguments: StorePromise.all)
    func four(_ promise: StorePromise) async throws {
        let server = try await SharedRedis.server
        try await keep(promise, processes: 4, on: server.target)
    }

    private func keep(_ promise: StorePromise, processes: Int, on target: RedisTarget) async throws {
        let prefix = uniquePrefix()
        var all: [StoreProcess] = []
        try await promise.check { clock in
            all = (0..<processes).map { _ in
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
