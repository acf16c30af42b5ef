import Foundation
import Glibc
import Support
import Synchronization

/// A Redis server of its own: a free port of 127.0.0.1, a Unix domain socket and a folder, all gone with the last reference.
///
/// Answers `redis-server` of the path; what it is told is said on its command line, nothing is read from the system's files.
package final class RedisServer: Sendable {
    package enum Persistence: Sendable {
        case none
        /// Append-only file, synced before each answer: what was acknowledged survives SIGKILL.
        case appendOnly
    }

    static let environment = ["PATH": "/usr/bin:/bin:/usr/local/bin", "LC_ALL": "C"]

    /// 0 when it listens on the socket only (or on TLS only).
    package let port: Int
    private let place: TemporaryFolder
    private let arguments: [String]
    private let process = Mutex<ChildProcess?>(nil)

    package var folder: String { place.path }
    package var socketPath: String { folder + "/redis.sock" }
    package var url: String { "redis://127.0.0.1:\(port)" }
    package var logText: String { (try? String(contentsOfFile: folder + "/log", encoding: .utf8)) ?? "" }
    package var pid: Int32? { process.withLock { $0?.pid } }
    package var isRunning: Bool { process.withLock { $0.map { $0.exit == nil } ?? false } }

    private init(port: Int, in place: TemporaryFolder, arguments: [String]) {
        self.port = port
        self.place = place
        self.arguments = arguments
    }

    deinit {
        // Before its folder goes.
        process.withLock { $0 = nil }
    }

    /// Starts a server and waits until it answers.
    ///
    /// - Parameters:
    ///   - configuration: As in `redis.conf`, one directive with its values to an entry: `["maxmemory", "1mb"]`.
    ///   - waits: Whether to wait until it answers; not, when it answers only over TLS or to who knows a password.
    package static func start(
        _ persistence: Persistence = .none, _ configuration: [[String]] = [], waits: Bool = true
    ) async throws -> RedisServer {
        for _ in 0..<10 {
            let server = try create(persistence, configuration)
            if try await server.run(waits: waits) { return server }
        }
        throw TestFailure("redis-server doesn't start")
    }

    /// Starts a replica of this server, and waits until it has all of its data.
    package func startReplica(
        _ persistence: Persistence = .none, _ configuration: [[String]] = []
    ) async throws -> RedisServer {
        let replica = try await Self.start(
            persistence, [["replicaof", "127.0.0.1 \(port)"]] + configuration)
        try await replica.followsPrimary()
        return replica
    }

    /// Waits until it is a replica that has all the data of its primary.
    package func followsPrimary() async throws {
        try await eventually("\(port) follows its primary") {
            try await command("INFO", "replication").contains("master_link_status:up") ? () : nil
        }
    }

    private static func create(_ persistence: Persistence, _ configuration: [[String]]) throws -> RedisServer
    {
        let port = try freePort()
        let place = try TemporaryFolder()
        let folder = place.path
        var directives = [
            ["port", "\(port)"], ["bind", "127.0.0.1"], ["unixsocket", folder + "/redis.sock"],
            ["dir", folder],
            ["save", ""], ["daemonize", "no"], ["databases", "16"], ["repl-diskless-sync-delay", "0"],
            ["enable-debug-command", "yes"],
            ["appendonly", persistence == .appendOnly ? "yes" : "no"], ["appendfsync", "always"],
        ]
        directives += configuration
        return RedisServer(
            port: port, in: place, arguments: directives.flatMap { ["--" + $0[0]] + $0.dropFirst() })
    }

    /// Starts a sentinel that watches the primary at a port of 127.0.0.1 under the name `mymaster`.
    ///
    /// It takes half a second of silence for a failure, and `quorum` of all sentinels to agree.
    package static func startSentinel(
        of primary: Int, quorum: Int = 1, _ configuration: [String] = []
    ) async throws -> RedisServer {
        for _ in 0..<10 {
            let port = try freePort()
            let place = try TemporaryFolder()
            let folder = place.path
            let lines =
                [
                    "port \(port)", "bind 127.0.0.1", "dir \(folder)", "unixsocket \(folder)/redis.sock",
                    "sentinel monitor mymaster 127.0.0.1 \(primary) \(quorum)",
                    "sentinel down-after-milliseconds mymaster 500",
                    "sentinel failover-timeout mymaster 4000",
                ] + configuration
            // It writes down what it learns, so it wants a file.
            try lines.joined(separator: "\n").write(
                toFile: folder + "/conf", atomically: false, encoding: .utf8)
            let server = RedisServer(
                port: port, in: place, arguments: [folder + "/conf", "--sentinel"])
            if try await server.run(waits: true) { return server }
        }
        throw TestFailure("redis-server --sentinel doesn't start")
    }

    /// False: the port was taken by another program meanwhile.
    private func run(waits: Bool) async throws -> Bool {
        let process = try ChildProcess(
            "redis-server", arguments, environment: Self.environment, in: folder, log: folder + "/log")
        self.process.withLock { $0 = process }
        return try await eventually("redis-server on \(port) answers; its log: \(logText)") {
            guard process.exit == nil else {
                guard logText.contains("Failed listening") else {
                    throw TestFailure("redis-server: \(logText)")
                }
                return false
            }
            guard waits else { return FileManager.default.fileExists(atPath: socketPath) ? true : nil }
            return port > 0 && isAnswering(port) ? true : nil
        }
    }

    /// As a power cut would: SIGKILL. Returns when it is gone.
    package func kill() async throws {
        try await end(SIGKILL)
    }

    /// SIGTERM: it saves what it is told to save. Returns when it is gone.
    package func stop() async throws {
        try await end(SIGTERM)
    }

    /// Freezes it (SIGSTOP): connections stay, answers don't come.
    package func pause() {
        process.withLock { $0?.signal(SIGSTOP) }
    }

    package func resume() {
        process.withLock { $0?.signal(SIGCONT) }
    }

    /// Starts it again on the same port with the same folder.
    package func restart(waits: Bool = true) async throws {
        guard try await run(waits: waits) else { throw TestFailure("port \(port) was taken meanwhile") }
    }

    /// Runs a command by `redis-cli` over the Unix domain socket, and returns what that prints, without the last line break.
    @discardableResult
    package func command(_ arguments: String...) async throws -> String {
        try await command(arguments)
    }

    @discardableResult
    package func command(_ arguments: [String]) async throws -> String {
        try await redisCommandLine(["-s", socketPath] + arguments)
    }

    /// Gives it the commands of a file, as a client sends them.
    package func replay(_ path: String) throws {
        try sendCommands(Array(try Data(contentsOf: URL(fileURLWithPath: path))), to: port)
    }

    /// The value that it was started with.
    func directive(_ name: String) -> String? {
        arguments.firstIndex(of: "--" + name).map { arguments[$0 + 1] }
    }

    private func end(_ signal: Int32) async throws {
        guard let process = process.withLock({ $0 }) else { return }
        process.signal(signal)
        // One that is frozen doesn't hear anything but SIGKILL.
        process.signal(SIGCONT)
        try await process.ended()
    }
}
