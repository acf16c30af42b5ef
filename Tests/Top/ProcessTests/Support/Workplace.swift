import Foundation
import Support

/// A folder as a user has it: `routes.yaml`, `templates/`, and the data of the store; with ports of its own.
///
/// It is removed with the last reference to it.
final class Workplace: Sendable {
    private let place: TemporaryFolder
    /// Of the authorization server.
    let port: Int
    /// Of the demo MCP server.
    let resourcePort: Int

    /// What the programs are told. `PATH` leads to them first.
    let environment: [String: String]

    /// - Parameters:
    ///   - defaults: Tell the programs as little as a user does: nothing but the ports, and what follows from them.
    ///   - redis: The URL of the Redis that keeps everything; `nil`: the embedded store.
    init(defaults: Bool = false, redis: String? = nil) throws {
        place = try TemporaryFolder()
        port = try freePort()
        resourcePort = try freePort()
        var told = [
            "PATH": Installation.programs.path + ":"
                + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"),
            "HOME": place.path,
            "LC_ALL": "C.UTF-8",
            "AUTH_SERVER_PORT": "\(port)",
            "PORT": "\(resourcePort)",
            "BASE_URI": "http://localhost:\(resourcePort)",
        ]
        if !defaults {
            told["AUTH_SERVER_URL"] = "http://localhost:\(port)"
            told["MCP_AUTH_DATA"] = place.data
            told["AUTH_MODE"] = "separate"
        }
        if let redis { told["REDIS_URL"] = redis }
        environment = told
        for item in ["routes.yaml", "templates"] {
            try FileManager.default.copyItem(
                at: Installation.package.appendingPathComponent(item), to: folder.appendingPathComponent(item)
            )
        }
    }

    var folder: URL { place.url }
    var issuer: String { "http://localhost:\(port)" }
    var resource: String { "http://localhost:\(resourcePort)/mcp" }
    /// Talks to the demo MCP server.
    var resourceWire: Wire { Wire(issuer: "http://localhost:\(resourcePort)") }
    var manifest: URL { folder.appendingPathComponent("routes.yaml") }

    /// Replaces one piece of the manifest, which must be there exactly once.
    func edit(_ old: String, _ new: String) throws {
        let text = try String(contentsOf: manifest, encoding: .utf8)
        let parts = text.components(separatedBy: old)
        guard parts.count == 2 else {
            throw TestFailure("routes.yaml has \(parts.count - 1) times: \(old)")
        }
        try parts.joined(separator: new).write(to: manifest, atomically: true, encoding: .utf8)
    }

    /// Starts a program, without waiting for anything.
    ///
    /// - Parameter variables: What it is told beside, or instead of, what all are told.
    func start(
        _ program: String, _ arguments: [String], _ variables: [String: String] = [:]
    ) throws -> ChildProcess {
        try ChildProcess(
            Installation.program(program), arguments,
            environment: environment.merging(variables, uniquingKeysWith: { $1 }), in: folder)
    }

    /// Runs a program to its end.
    func run(
        _ program: String, _ arguments: [String], _ variables: [String: String] = [:]
    ) async throws -> (exit: ChildProcess.Exit, output: String) {
        let process = try start(program, arguments, variables)
        let exit = try await process.ended()
        return (exit, process.output)
    }

    /// Runs a command line of bash to its end.
    func shell(_ command: String) async throws -> (exit: ChildProcess.Exit, output: String) {
        let process = try ChildProcess(
            URL(fileURLWithPath: "/bin/bash"), ["-c", command], environment: environment, in: folder)
        let exit = try await process.ended()
        return (exit, process.output)
    }

    /// `mcp-auth serve`, as soon as `/health` answers 200 and it has said that it serves.
    ///
    /// - Parameter port: Another than the issuer's, for a further process that serves the same issuer.
    func serve(
        _ arguments: [String] = [], port: Int? = nil, health: UInt = 200, variables: [String: String] = [:]
    ) async throws -> ServerProcess {
        let port = port ?? self.port
        return try await ServerProcess(
            start(
                "mcp-auth", ["serve"] + arguments, variables.merging(["AUTH_SERVER_PORT": "\(port)"]) { $1 }),
            ready: "http://localhost:\(port)/health", status: health
        ).announced()
    }

    /// `mcp-auth demo`, as soon as both servers answer: the MCP server with 401, since nobody has a token yet.
    func demo(_ arguments: [String] = []) async throws -> ServerProcess {
        let process = try start("mcp-auth", ["demo"] + arguments)
        _ = try await ServerProcess(process, ready: issuer + "/health")
        return try await ServerProcess(process, ready: resource, status: 401)
            .announced(as: "demo-mcp-server")
    }
}
