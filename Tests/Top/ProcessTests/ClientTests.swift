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

    private func run(_ script: String, in environment: String) async throws {
        let place = try Workplace()
        let python = try await PythonEnvironment(environment, in: place.folder)
        let demo = try await place.demo()
        var variables = ["AUTH_SERVER_URL": place.issuer]
        variables["BASE_URI"] = place.environment["BASE_URI"]
        let result = try await python.run(script, [], variables, in: place.folder, seconds: 240)
        #expect(result.exit == .status(0), "\(script)\n\(result.output)\nthe servers\n\(demo.output)")
        #expect(result.output.split(separator: "\n").last?.hasPrefix("ok: ") == true, "\(result.output)")
        try await demo.stop()
    }
}
