import OAuthCore
import OAuthModel
import RedisClient
import Storage
import StoreContract
import Support
import Testing

@testable import RedisStore

@Suite("the room for what strangers cause, in Redis")
struct BudgetTests {
    private let clock = MovableClock()
    /// A megabyte for all, 128 KiB for one, 1 KiB for one beyond half a megabyte.
    private let budget = TransientBudget(limit: 1 << 20)

    private func open() async throws -> StoreProcess {
        try await StoreProcess.shared(time: .given { [clock] in clock.now }, budget: budget)
    }

    /// Inserts records that count for a size each; says how many were taken, and what the last refusal said.
    @discardableResult
    private func insert(
        _ count: Int, of size: Int, as kind: RecordKind = .pendingAuthorization,
        into process: StoreProcess,
        owner: String, lifetime: Duration = .seconds(600)
    ) async throws -> (taken: Int, refusal: StoreError?) {
        var taken = 0
        var refusal: StoreError?
        for number in 0..<count {
            do throws(StoreError) {
                try await process.store.insert(
                    SealedRecord(bytes: [UInt8](repeating: 1, count: size - 256)), as: kind,
                    under: digest("\(owner) \(number)"), lifetime: lifetime, owner: peer(owner))
                taken += 1
            } catch { refusal = error }
        }
        return (taken, refusal)
    }

    @Test("one owner has an eighth of it, of all kinds together, and is told when the first of it ends")
    func share() async throws {
        let process = try await open()
        #expect(try await insert(10, of: 8192, into: process, owner: "a").taken == 10)
        clock.advance(by: .seconds(100))
        let more = try await insert(10, of: 8192, as: .upstreamState, into: process, owner: "a")
        #expect(more.taken == 6)
        guard case .full(let reason, let wait)? = more.refusal else {
            return #expect(Bool(false), "\(String(describing: more.refusal))")
        }
        #expect(reason == "too many unfinished authorizations of one address")
        #expect((Duration.seconds(530) ... .seconds(570)).contains(wait))
        #expect(try await insert(1, of: 8192, into: process, owner: "b").taken == 1)
        await process.shutDown()
    }

    @Test("beyond its half those alone are taken who hold next to nothing, and beyond all of it nobody")
    func limit() async throws {
        let process = try await open()
        for owner in 0..<4 {
            #expect(try await insert(16, of: 8192, into: process, owner: "\(owner)").taken == 16)
        }
        #expect(try await insert(1, of: 8192, into: process, owner: "large").taken == 0)
        var small = 0
        for owner in 0..<600 {
            small += try await insert(2, of: 1024, into: process, owner: "small \(owner)").taken
        }
        #expect(small == 512)
        let refusal = try await insert(1, of: 1024, into: process, owner: "new").refusal
        #expect(refusal?.reason == "too many unfinished authorizations")
        await process.shutDown()
    }

    @Test("it is given back when records are over, though nobody takes them, and whatever has become of them")
    func end() async throws {
        let process = try await open()
        #expect(try await insert(20, of: 8192, into: process, owner: "a").taken == 16)
        for key in try await process.keys() where String(decoding: key, as: UTF8.self).contains(":t:") {
            try await process.redis("DEL", key)
        }
        clock.advance(by: .seconds(630))
        #expect(try await insert(1, of: 8192, into: process, owner: "a").taken == 0, "rounded up")
        clock.advance(by: .seconds(40))
        #expect(try await insert(20, of: 8192, into: process, owner: "a").taken == 16)
        await process.shutDown()
    }

    @Test("lifetimes of different lengths count side by side")
    func lifetimes() async throws {
        let process = try await open()
        try await insert(8, of: 8192, into: process, owner: "a", lifetime: .seconds(60))
        try await insert(8, of: 8192, into: process, owner: "a", lifetime: .seconds(86_400))
        clock.advance(by: .seconds(100))
        #expect(try await insert(20, of: 8192, into: process, owner: "a").taken == 8)
        await process.shutDown()
    }

    @Test("rubbish in its place counts for nothing and goes")
    func rubbish() async throws {
        let process = try await open()
        let keys = process.store.keys
        try await process.redis("SET", keys.heldByAll, "x".bytes)
        try await process.redis(
            "HSET", keys.held(peer("a")), "soon".bytes, "x".bytes, "99999999999999".bytes, "-".bytes)
        #expect(try await insert(20, of: 8192, into: process, owner: "a").taken == 16)
        #expect(try await process.redis("HLEN", keys.held(peer("a"))) == .integer(1))
        await process.shutDown()
    }
}
