import Support

/// `MONITOR` of a server: every command that it is sent, with all arguments, into a file.
package final class RedisMonitor {
    private let server: RedisServer
    private let process: ChildProcess

    package init(_ server: RedisServer) async throws {
        self.server = server
        process = try ChildProcess(
            "redis-cli", ["-s", server.socketPath, "monitor"], environment: RedisServer.environment,
            in: server.folder)
        try await sees("OK")
    }

    /// Everything up to now.
    package func end() async throws -> String {
        try await server.command("ECHO", "that is all")
        try await sees("that is all")
        return process.output
    }

    private func sees(_ text: String) async throws {
        try await eventually("MONITOR shows \(text)") { process.output.contains(text) ? () : nil }
    }
}
