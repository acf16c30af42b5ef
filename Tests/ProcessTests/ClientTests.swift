import Foundation
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

    private func run(_ script: String, in environment: String) async throws {
        try await prepare(environment)
        try await RunningDemo.with { demo in
            let python = ProgramFolder.environments.appendingPathComponent("\(environment)/bin/python").path
            let result = try await ScriptRun.run(
                python,
                [ProgramFolder.clients.appendingPathComponent(script).path, demo.issuer, demo.baseURI],
                environment: Self.environment, limit: 240)
            #expect(
                result.status == 0,
                "\(script) ends with \(result.status)\n\(result.output)\nThe servers:\n\(demo.log)")
            #expect(result.output.split(separator: "\n").last?.hasPrefix("ok: ") == true)
        }
    }

    private func prepare(_ environment: String) async throws {
        let setup = try await ScriptRun.run(
            ProgramFolder.clients.appendingPathComponent("setup").path, [environment],
            environment: Self.environment, limit: 600)
        try #require(setup.status == 0, "Tests/Clients/setup \(environment) failed\n\(setup.output)")
    }

    /// What a developer has set for tests of their own must not reach the clients, but pip's settings and the
    /// way to Python must.
    private static let environment: [String: String] = {
        let given = ProcessInfo.processInfo.environment
        var kept = given.filter { name, _ in
            ["PATH", "HOME", "LANG", "TMPDIR", "CHROMIUM", "CHROMEDRIVER"].contains(name)
                || name.hasPrefix("PIP_") || name.hasPrefix("SSL_") || name.lowercased().hasSuffix("_proxy")
        }
        kept["NO_PROXY"] = "localhost,127.0.0.1"
        kept["no_proxy"] = "localhost,127.0.0.1"
        kept["PYTHONDONTWRITEBYTECODE"] = "1"
        return kept
    }()
}
