import Logging
import NIOCore
import OAuthCore
import OAuthModel
import RedisClient
import RedisServers
import RedisURL
import Storage
import Support

@testable import RedisStore

/// What one process of the server has of Redis: a client of its own and a store on it.
final class StoreProcess: Sendable {
    let client: RedisClient
    let store: RedisStore
    let prefix: String
    /// Lives as long as who uses it.
    private let server: RedisServer?
    private let log: Recorder<RedisStoreEvent>

    init(
        _ target: RedisTarget, server: RedisServer? = nil, prefix: String = uniquePrefix(),
        time: RedisTime = .server, replicas: ReplicaWait? = nil,
        patience: Duration = .seconds(30), commandTimeout: Duration = .seconds(30),
        connectGrace: Duration = .seconds(30), budget: TransientBudget = .standard,
        secret: SecretProof? = nil,
        loops: any EventLoopGroup = testLoops,
        logger: Logger = .silent
    ) {
        self.server = server
        let log = Recorder<RedisStoreEvent>()
        var options = RedisOptions.patient
        options.commandTimeout = commandTimeout
        options.connectGrace = connectGrace
        client = RedisClient(
            target, options: options, scripts: RedisStore.scripts, loops: loops,
            logger: logger)
        store = RedisStore(
            client, keyPrefix: prefix, time: time, replicas: replicas, patience: patience, budget: budget,
            secret: secret
        ) { log.add($0) }
        self.prefix = prefix
        self.log = log
    }

    /// On a Redis that this test has for itself.
    convenience init(
        _ server: RedisServer, prefix: String = uniquePrefix(), time: RedisTime = .server,
        replicas: ReplicaWait? = nil, patience: Duration = .seconds(30),
        commandTimeout: Duration = .seconds(30), loops: any EventLoopGroup = testLoops
    ) {
        self.init(
            server.target, server: server, prefix: prefix, time: time, replicas: replicas, patience: patience,
            commandTimeout: commandTimeout, loops: loops)
    }

    /// On the Redis that all tests share.
    static func shared(
        prefix: String = uniquePrefix(), time: RedisTime = .server, budget: TransientBudget = .standard
    ) async throws -> StoreProcess {
        StoreProcess(try await SharedRedis.server.target, prefix: prefix, time: time, budget: budget)
    }

    var events: [RedisStoreEvent] { log.all }

    /// Runs one command beside the store.
    @discardableResult
    func redis(_ name: String, _ arguments: [UInt8]...) async throws -> RedisReply {
        try await client.send([RedisCommand(name, key: arguments.first, Array(arguments.dropFirst()))])[0]
    }

    /// Every key that begins with the prefix.
    func keys() async throws -> [[UInt8]] {
        var found: Set<[UInt8]> = []
        var cursor = Array("0".utf8)
        repeat {
            let reply = try await client.send([
                RedisCommand(
                    "SCAN", [cursor, "MATCH".bytes, (prefix + "*").bytes, "COUNT".bytes, "1000".bytes])
            ])[0]
            guard case .list(let parts) = reply, case .bytes(let next) = parts[0],
                case .list(let keys) = parts[1]
            else { throw TestFailure("\(reply)") }
            for case .bytes(let key) in keys { found.insert(key) }
            cursor = next
        } while cursor != "0".bytes
        return Array(found)
    }

    func shutDown() async { await client.shutDown() }
}

/// Keys of one test stay out of the way of all others.
func uniquePrefix() -> String {
    "test\(UInt64.random(in: 0 ... .max)):"
}

extension RedisOptions {
    /// As slow as the machine may be while all tests begin at once.
    static var patient: RedisOptions {
        var options = RedisOptions()
        options.connectTimeout = .seconds(30)
        options.connectGrace = .seconds(30)
        options.commandTimeout = .seconds(30)
        return options
    }
}

extension RedisServer {
    var target: RedisTarget { RedisTarget(.single(.unix(path: socketPath))) }
}

extension String {
    var bytes: [UInt8] { Array(utf8) }
}
