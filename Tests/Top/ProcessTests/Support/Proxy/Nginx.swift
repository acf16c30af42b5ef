import Foundation
import Glibc
import Support

/// nginx with the shipped configuration, in which nothing but the ports is another, as a user without any rights; and a process
/// that is there may take as long as the machine is busy.
final class Nginx: Sendable {
    static let sample = Installation.package.appendingPathComponent("docs/samples/nginx.conf")

    private let process: ChildProcess
    /// What it writes lies here.
    private let folder: TemporaryFolder

    var output: String { process.output }

    /// Listens as soon as this returns.
    ///
    /// - Parameters:
    ///   - port: Of the issuer.
    ///   - processes: Their ports, in the order in which the first requests go to them.
    init(port: Int, to processes: [Int]) async throws {
        folder = try Self.makeFolder()
        try String(contentsOf: Self.sample, encoding: .utf8)
            .replacingPorts(["8080", "3001", "3002", "3003"], with: [port] + processes)
            .replacing("proxy_connect_timeout 2s;", with: "proxy_connect_timeout 60s;")
            .replacing("proxy_read_timeout 40s;", with: "proxy_read_timeout 600s;")
            .replacing("proxy_next_upstream_timeout 10s;", with: "proxy_next_upstream_timeout 600s;")
            .write(to: folder.url.appendingPathComponent("nginx.conf"), atomically: false, encoding: .utf8)
        process = try Self.start(["-c", "nginx.conf"], in: folder)
        let (pidFile, process) = (folder.path + "/.nginx.pid", process)
        // It is written when all addresses are listened on.
        _ = try await eventually("nginx listens") {
            if let exit = process.exit { throw TestFailure("nginx: \(exit)\n\(process.output)") }
            return FileManager.default.fileExists(atPath: pidFile) ? () : nil
        }
    }

    deinit {
        // Killed outright it would leave its workers behind.
        process.signal(SIGTERM)
        for _ in 0..<1000 where process.exit == nil { usleep(5000) }
    }

    /// Whether it takes the shipped file as it is, and what it says to it.
    static func test() async throws -> (exit: ChildProcess.Exit, output: String) {
        let folder = try makeFolder()
        try FileManager.default.copyItem(at: sample, to: folder.url.appendingPathComponent("nginx.conf"))
        let process = try start(["-t", "-c", "nginx.conf"], in: folder)
        let exit = try await process.ended()
        return (exit, process.output)
    }

    /// One that everybody may write into.
    private static func makeFolder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try TemporaryFolder.setMode(0o777, of: folder.path)
        return folder
    }

    private static func start(_ arguments: [String], in folder: TemporaryFolder) throws -> ChildProcess {
        let nobody = "65534"
        let command = [try program(), "-e", "stderr", "-p", folder.path] + arguments
        let lowered =
            geteuid() == 0
            ? ["setpriv", "--reuid=\(nobody)", "--regid=\(nobody)", "--clear-groups"] + command : command
        return try ChildProcess(
            URL(fileURLWithPath: "/usr/bin/env"), lowered, environment: ["PATH": "/usr/bin:/bin"],
            in: folder.url)
    }

    /// Debian keeps it where only root looks for programs.
    private static func program() throws -> String {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let folders = path.split(separator: ":").map(String.init) + ["/usr/sbin", "/usr/local/sbin"]
        let programs = folders.map { $0 + "/nginx" }
        guard let found = programs.first(where: { access($0, X_OK) == 0 }) else {
            throw TestFailure("there is no nginx: scripts/install-packages test")
        }
        return found
    }
}

extension String {
    /// The same text with other ports.
    func replacingPorts(_ shown: [String], with ports: [Int]) -> String {
        // In two steps: a port of ours could contain one that is shown.
        let marks = shown.indices.map { "\u{1}\($0)\u{1}" }
        let marked = zip(shown, marks).reduce(self) { $0.replacing($1.0, with: $1.1) }
        return zip(marks, ports).reduce(marked) { $0.replacing($1.0, with: "\($1.1)") }
    }
}
