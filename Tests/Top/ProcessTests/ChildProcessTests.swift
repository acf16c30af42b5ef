import Foundation
import Glibc
import Support
import Testing

/// The means of the tests below, tested with programs of the system.
@Suite("Processes that tests start")
struct ChildProcessTests {
    private let folder = FileManager.default.temporaryDirectory
    private let shell = URL(fileURLWithPath: "/bin/sh")

    private func start(_ script: String, _ environment: [String: String] = [:]) throws -> ChildProcess {
        try ChildProcess(shell, ["-c", script], environment: environment, in: folder)
    }

    @Test("the exit status and all output are kept")
    func status() async throws {
        let process = try start("echo out; echo err >&2; exit 7")
        #expect(try await process.ended() == .status(7))
        #expect(process.output == "out\nerr\n")
    }

    @Test("nothing is inherited: environment, folder and standard input are the given ones")
    func isolation() async throws {
        let process = try start("echo \"$HOME$GIVEN\"; pwd; cat", ["GIVEN": "this"])
        try await process.ended()
        #expect(process.output == "this\n\(folder.resolvingSymlinksInPath().path)\n")
    }

    @Test("a signal reaches the process, and the end says which it was")
    func signals() async throws {
        let killed = try start("exec sleep 600")
        #expect(killed.exit == nil)
        killed.signal(SIGKILL)
        #expect(try await killed.ended() == .signal(SIGKILL))
        let asked = try start("exec sleep 600")
        asked.signal(SIGTERM)
        #expect(try await asked.ended() == .signal(SIGTERM))
    }

    @Test("a process ends with the last reference to it")
    func lifetime() async throws {
        let pid = try start("exec sleep 600").pid
        _ = try await eventually("it is gone") { kill(pid, 0) == -1 ? true : nil }
    }

    @Test("a program that is not there is an error")
    func missing() {
        #expect(throws: TestFailure.self) {
            try ChildProcess(URL(fileURLWithPath: "/nonexistent"), [], environment: [:], in: folder)
        }
    }

    @Test("no port is given twice")
    func ports() throws {
        let ports = try (0..<50).map { _ in try freePort() }
        #expect(Set(ports).count == 50)
    }
}
