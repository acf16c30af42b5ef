import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// `mcp-auth demo` as a process: the authorization server and a protected MCP server, on ports of their own
/// and with a new data folder.
struct RunningDemo {
    let issuer: String
    let baseURI: String
    private let process: Process
    private let folder: URL

    struct NotReady: Error, CustomStringConvertible {
        let description: String
    }

    /// Runs `body` with the servers up, and ends them whatever comes of it.
    static func with<Result>(_ body: (RunningDemo) async throws -> Result) async throws -> Result {
        let demo = try start()
        defer { demo.stop() }
        try await demo.waitUntilReady()
        return try await body(demo)
    }

    /// What the servers wrote.
    var log: String {
        (try? String(contentsOf: folder.appendingPathComponent("log"), encoding: .utf8)) ?? ""
    }

    private static func start() throws -> RunningDemo {
        let ports = try FreePorts.find(2)
        let (issuer, baseURI) = ("http://localhost:\(ports[0])", "http://localhost:\(ports[1])")
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "demo-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let log = folder.appendingPathComponent("log")
        try Data().write(to: log)
        let output = try FileHandle(forWritingTo: log)
        defer { try? output.close() }

        let process = Process()
        // A test run that is killed can't end it; this does, sooner or later, and hands on what it is told.
        process.executableURL = URL(fileURLWithPath: "/usr/bin/timeout")
        process.arguments = [
            "--kill-after=10", "900", ProgramFolder.programs.appendingPathComponent("mcp-auth").path, "demo",
        ]
        process.currentDirectoryURL = ProgramFolder.package
        process.environment = [
            "PATH": "/usr/bin:/bin", "AUTH_SERVER_PORT": String(ports[0]), "AUTH_SERVER_URL": issuer,
            "PORT": String(ports[1]), "BASE_URI": baseURI,
            "MCP_AUTH_DATA": folder.appendingPathComponent("data").path,
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
        return RunningDemo(issuer: issuer, baseURI: baseURI, process: process, folder: folder)
    }

    private func waitUntilReady() async throws {
        let addresses = [
            issuer + "/.well-known/oauth-authorization-server",
            baseURI + "/.well-known/oauth-protected-resource/mcp",
        ]
        for address in addresses { try await waitUntilAnswered(address) }
    }

    /// A process can only be asked again and again whether it listens; half a minute is for a machine that is
    /// busy.
    private func waitUntilAnswered(_ address: String) async throws {
        for _ in 0..<60 {
            guard process.isRunning else {
                throw NotReady(description: "mcp-auth demo ended by itself:\n\(log)")
            }
            let answer = try? await HTTPClient.shared.execute(
                HTTPClientRequest(url: address), timeout: .milliseconds(500))
            if answer?.status.code == 200 { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw NotReady(description: "\(address) doesn't answer 200:\n\(log)")
    }

    private func stop() {
        process.terminate()
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }
}
