import Foundation
import Glibc

/// Runs a program of `PATH` to its end, and blocks until then.
///
/// By `spawn`: the `Process` of Foundation reads beyond a buffer where a process has many files open.
///
/// - Returns: As `waitpid` tells it, and all that it wrote, standard error included.
@discardableResult
package func runProgram(_ command: [String]) throws -> (status: Int32, output: String) {
    let log = NSTemporaryDirectory() + "/program-\(UUID().uuidString)"
    defer { unlink(log) }
    let pid = try spawn(
        ["/usr/bin/env"] + command,
        environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"], log: log)
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    let output = (try? Data(contentsOf: URL(fileURLWithPath: log))) ?? Data()
    return (status, String(decoding: output, as: UTF8.self))
}

/// The same, without holding up a thread of the tests.
package func runProgram(_ command: [String]) async throws -> (status: Int32, output: String) {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread {
            continuation.resume(with: Result { try runProgram(command) as (Int32, String) })
        }
    }
}
