import Foundation
import Glibc
import Synchronization

/// A program that runs beside the tests, known by its id, and killed when the test process dies, however that dies.
final class ServerProcess: Sendable {
    let pid: pid_t
    private let hasEnded = Mutex(false)

    /// Starts `program` with `arguments` in `folder`; what it writes goes to `log`.
    init(_ program: String, _ arguments: [String], in folder: String, log: String) async throws {
        // The kernel sends the signal when the thread that started the program ends, so that has to be one that never does.
        pid = try await Spawner.shared.run {
            try Self.spawn(
                ["/usr/bin/env", "--chdir=\(folder)", "setpriv", "--pdeathsig", "KILL", "--", program]
                    + arguments, log)
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

    private static func spawn(_ command: [String], _ log: String) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
        // A socket that another test listens on would stay open for as long as the server lives.
        for file in STDERR_FILENO + 1..<1024 { posix_spawn_file_actions_addclose(&actions, file) }

        // The threads that run tests have signals blocked and ignored, which a child would inherit.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        var argv = command.map { strdup($0) } + [nil]
        let environment: [String] = ["PATH=/usr/bin:/bin:/usr/local/bin", "LC_ALL=C"]
        var envp = environment.map { strdup($0) } + [nil]
        defer { for text in argv + envp { free(text) } }
        var pid: pid_t = 0
        let error = posix_spawn(&pid, command[0], &actions, &attributes, &argv, &envp)
        guard error == 0 else { throw ServerFailure("\(command): \(String(cString: strerror(error)))") }
        return pid
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
