package import Foundation

/// A Python environment with the packages of `Tests/Top/Clients/requirements-NAME.txt`.
package struct PythonEnvironment: Sendable {
    private let name: String

    /// Where the scripts lie.
    package static let scripts = Installation.package.appendingPathComponent("Tests/Top/Clients")
    private static let environments = Installation.package.appendingPathComponent(".build/clients")

    /// Made now, unless it is there.
    package init(_ name: String, in folder: URL) async throws {
        self.name = name
        let setup = try await Self.bounded(
            Self.scripts.appendingPathComponent("setup").path, [name],
            Self.inherited.merging(["MCP_AUTH_CLIENTS": Self.environments.path]) { $1 }, in: folder,
            seconds: 600)
        guard setup.exit == .status(0) else {
            throw TestFailure("Tests/Top/Clients/setup \(name) failed\n\(setup.output)")
        }
    }

    /// Runs a script to its end.
    package func run(
        _ script: String, _ arguments: [String] = [], _ environment: [String: String] = [:], in folder: URL,
        seconds: Int
    ) async throws -> (exit: ChildProcess.Exit, output: String) {
        var variables = Self.inherited
        // It must neither find nor leave anything in a developer's home.
        variables["HOME"] = folder.path
        return try await Self.bounded(
            Self.environments.appendingPathComponent("\(name)/bin/python").path,
            [Self.scripts.appendingPathComponent(script).path] + arguments,
            variables.merging(environment) { $1 }, in: folder, seconds: seconds)
    }

    /// Starts a script that runs until its last reference is gone.
    package func start(
        _ script: String, _ environment: [String: String], in folder: URL
    ) throws -> ChildProcess {
        var variables = Self.inherited
        variables["HOME"] = folder.path
        return try ChildProcess(
            Self.environments.appendingPathComponent("\(name)/bin/python"),
            [Self.scripts.appendingPathComponent(script).path],
            environment: variables.merging(environment) { $1 }, in: folder)
    }

    /// Runs a program to its end. One that takes longer is ended with all that it started, a browser for one.
    private static func bounded(
        _ program: String, _ arguments: [String], _ environment: [String: String], in folder: URL,
        seconds: Int
    ) async throws -> (exit: ChildProcess.Exit, output: String) {
        let process = try ChildProcess(
            URL(fileURLWithPath: "/usr/bin/timeout"), ["--kill-after=5", "\(seconds)", program] + arguments,
            environment: environment, in: folder)
        let exit = try await process.ended(within: .seconds(seconds + 30))
        return (exit, process.output)
    }

    /// What leads to Python, to the package index and to the browser. Whatever else a developer has set must
    /// not reach the scripts.
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
