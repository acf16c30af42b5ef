import Foundation
import Support
import Testing

/// Client libraries as people install them, against the programs as people start them.
@Suite("real clients go from 401 to a tool's answer and through a refresh", .serialized)
struct ClientTests {
    @Test(
        "a client library authorizes, calls a tool, refreshes, and calls it again",
        arguments: [
            ("mcp1", "client_mcp1.py"), ("mcp2", "client_mcp2.py"), ("fastmcp", "client_fastmcp.py"),
            ("authlib", "client_authlib.py"), ("oauthlib", "client_oauthlib.py"),
        ])
    func library(_ environment: String, _ script: String) async throws {
        try await run(script, in: environment)
    }

    @Test("a browser does it with script alone, with the keyboard alone, and with scripts switched off")
    func browser() async throws {
        try await run("browser.py", in: "browser")
    }

    private let clients = Installation.package.appendingPathComponent("Tests/Top/Clients")
    private let environments = Installation.package.appendingPathComponent(".build/clients")

    private func run(_ script: String, in environment: String) async throws {
        let place = try Workplace()
        let setup = try await bounded(
            clients.appendingPathComponent("setup").path, [environment],
            Self.inherited.merging(["MCP_AUTH_CLIENTS": environments.path]) { $1 }, in: place, seconds: 600)
        try #require(
            setup.exit == .status(0), "Tests/Top/Clients/setup \(environment) failed\n\(setup.output)")

        let demo = try await place.demo()
        var variables = Self.inherited
        // A client must neither find nor leave anything in a developer's home.
        variables["HOME"] = place.folder.path
        variables["AUTH_SERVER_URL"] = place.issuer
        variables["BASE_URI"] = place.environment["BASE_URI"]
        let result = try await bounded(
            environments.appendingPathComponent("\(environment)/bin/python").path,
            [clients.appendingPathComponent(script).path], variables, in: place, seconds: 240)
        #expect(result.exit == .status(0), "\(script)\n\(result.output)\nthe servers\n\(demo.output)")
        #expect(result.output.split(separator: "\n").last?.hasPrefix("ok: ") == true, "\(result.output)")
        try await demo.stop()
    }

    /// Runs a program to its end. One that takes longer is ended with all that it started, a browser for one.
    private func bounded(
        _ program: String, _ arguments: [String], _ environment: [String: String], in place: Workplace,
        seconds: Int
    ) async throws -> (exit: ChildProcess.Exit, output: String) {
        let process = try ChildProcess(
            URL(fileURLWithPath: "/usr/bin/timeout"), ["--kill-after=5", "\(seconds)", program] + arguments,
            environment: environment, in: place.folder)
        let exit = try await process.ended(within: .seconds(seconds + 30))
        return (exit, process.output)
    }

    /// What leads to Python, to the package index and to the browser. Whatever else a developer has set must
    /// not reach the clients.
    private static let inherited: [String: String] = {
        var kept = ProcessInfo.processInfo.environment.filter { name, _ in
            ["PATH", "HOME", "LANG", "TMPDIR", "CHROMIUM", "CHROMEDRIVER"].contains(name)
                || name.hasPrefix("PIP_") || name.hasPrefix("SSL_") || name.lowercased().hasSuffix("_proxy")
        }
        kept["NO_PROXY"] = "localhost,127.0.0.1"
        kept["no_proxy"] = "localhost,127.0.0.1"
        kept["PYTHONDONTWRITEBYTECODE"] = "1"
        return kept
    }()
}
