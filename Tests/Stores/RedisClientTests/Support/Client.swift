import Glibc
import Logging
import NIOCore
import NIOPosix
import RedisURL
import Support

@testable import RedisClient

/// A client that is shut down when the test is done with it.
func withClient(
    _ url: String, _ options: RedisOptions = .patient, scripts: [RedisScript] = [],
    log: LogLines = LogLines(),
    _ body: (RedisClient) async throws -> Void
) async throws {
    let client = RedisClient(
        try RedisTarget(url: url), options: options, scripts: scripts,
        loops: MultiThreadedEventLoopGroup.singleton,
        logger: log.logger())
    do {
        try await body(client)
        await client.shutDown()
    } catch {
        await client.shutDown()
        throw error
    }
}

extension RedisOptions {
    /// For servers that answer: on a busy machine nothing is made of its being slow.
    static var patient: RedisOptions {
        var options = RedisOptions()
        options.commandTimeout = .seconds(20)
        options.connectTimeout = .seconds(20)
        options.connectGrace = .seconds(20)
        return options
    }

    /// For servers that are there and leave a command without an answer.
    static var silenced: RedisOptions {
        var options = patient
        options.commandTimeout = .milliseconds(300)
        return options
    }

    /// For servers that are killed: that they are gone is seen at once.
    static var killed: RedisOptions {
        var options = patient
        options.connectGrace = .milliseconds(300)
        return options
    }

    /// For servers that won't answer: nobody has to wait long to see that.
    static var impatient: RedisOptions {
        var options = RedisOptions()
        options.commandTimeout = .milliseconds(300)
        options.connectTimeout = .seconds(2)
        options.connectGrace = .milliseconds(300)
        return options
    }
}

extension RedisCommand {
    /// The first word is the name and the second the key.
    static func of(_ name: String, _ key: String, _ arguments: String...) -> RedisCommand {
        RedisCommand(name, key: Array(key.utf8), arguments.map { Array($0.utf8) })
    }
}

extension RedisReply {
    static func text(_ text: String) -> RedisReply { .bytes(Array(text.utf8)) }
}

extension RedisClient {
    func set(_ key: String, _ value: String) async throws(RedisFailure) {
        _ = try await send([.of("SET", key, value)])
    }

    func get(_ key: String) async throws(RedisFailure) -> RedisReply? {
        try await send([.of("GET", key)]).first
    }

    /// What a request fails with; nil: it doesn't.
    func failure(of commands: [RedisCommand]) async -> RedisFailure? {
        do {
            _ = try await send(commands)
            return nil
        } catch {
            return error
        }
    }
}

extension RedisFailure {
    var reason: String {
        switch self {
        case .unavailable(let reason): reason
        case .refused(let code, let message): "refused: \(code) \(message)"
        }
    }

    var code: String? {
        if case .refused(let code, _) = self { code } else { nil }
    }

    var isUnavailable: Bool {
        if case .unavailable = self { true } else { false }
    }
}

/// Runs the jobs of tasks on one event loop, as the server does with those that answer requests.
final class LoopExecutor: TaskExecutor {
    private let eventLoop: any EventLoop

    init(_ eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        eventLoop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
