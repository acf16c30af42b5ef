import Foundation
import Glibc
import Harness
import Synchronization

/// A program that runs beside the tests, known by its id, and killed when the test process dies, however that dies.
final class ServerProcess: Sendable {
    let pid: pid_t
    private let hasEnded = Mutex(false)

    /// Starts `program` with `arguments` in `folder`; what it writes goes to `log`.
    init(_ program: String, _ arguments: [String], in folder: String, log: String) async throws {
        // The kernel sends the signal when the thread that started the program ends, so that has to be one that never does.
        pid = try await Spawner.shared.run {
            try spawn(
                ["/usr/bin/env", "--chdir=\(folder)", "setpriv", "--pdeathsig", "KILL", "--", program]
                    + arguments, environment: ["PATH": "/usr/bin:/bin:/usr/local/bin", "LC_ALL": "C"],
                log: log)
        }
        watch()
    }

    deinit {
        signal(SIGKILL)
    }

    var isRunning: Bool { hasEnded.withLock { !$0 } }

    /// Sent under the lock under which the id is given back to the system, so that it can't reach a stranger.
    func signal(_ number: Int32) {
        hasEnded.withLock { if !$0 { _ = Glibc.kill(pid, number) } }
    }

    func ended() async throws {
        try await eventually("process \(pid) ends") { self.isRunning ? nil : () }
    }

    private func watch() {
        Thread.detachNewThread { [pid, weak self] in
            var info = siginfo_t()
            // Waits without reaping.
            while waitid(P_PID, id_t(pid), &info, WEXITED | WNOWAIT) == -1 && errno == EINTR {}
            let reap = {
                var status: Int32 = 0
                while waitpid(pid, &status, 0) == -1 && errno == EINTR {}
            }
            if let self {
                self.hasEnded.withLock {
                    reap()
                    $0 = true
                }
            } else {
                reap()
            }
        }
    }
}

/// One thread that starts all programs and lives as long as the process.
private final class Spawner: Sendable {
    static let shared = Spawner()
    private let queue = Mutex<[@Sendable () -> Void]>([])
    private let signal = DispatchSemaphore(value: 0)

    private init() {
        Thread.detachNewThread { [self] in
            while true {
                signal.wait()
                let next = queue.withLock { $0.isEmpty ? nil : $0.removeFirst() }
                next?()
            }
        }
    }

    func run(_ work: @escaping @Sendable () throws -> pid_t) async throws -> pid_t {
        try await withCheckedThrowingContinuation { continuation in
            queue.withLock { $0.append { continuation.resume(with: Result(catching: work)) } }
            signal.signal()
        }
    }
}
