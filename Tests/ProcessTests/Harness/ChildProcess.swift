import Foundation
import Glibc
import Synchronization

/// A program that runs beside the tests. It is known by its id, and ends with the last reference to it at the latest.
///
/// Standard input is empty; what it writes goes to a file.
final class ChildProcess: Sendable {
    enum Exit: Equatable, Sendable {
        case status(Int32)
        case signal(Int32)
    }

    let pid: pid_t
    private let log: URL
    private let fate: Fate

    /// Starts `program` in `folder`. `environment` is the whole of it: nothing is inherited.
    init(_ program: URL, _ arguments: [String], environment: [String: String], in folder: URL) throws {
        log = folder.appendingPathComponent("output-\(UUID().uuidString).log")
        pid = try Self.spawn(program.path, arguments, environment, folder.path, log.path)
        fate = Fate(pid)
        fate.watch()
    }

    deinit {
        fate.signal(SIGKILL)
        try? FileManager.default.removeItem(at: log)
    }

    /// All that it has written so far, standard output and standard error.
    var output: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

    /// `nil` while it runs.
    var exit: Exit? { fate.exit }

    /// Sends a signal, unless it has ended already.
    func signal(_ number: Int32) {
        fate.signal(number)
    }

    /// Waits for its end.
    @discardableResult
    func ended(within limit: Duration = .seconds(60)) async throws -> Exit {
        try await eventually("process \(pid) ends", within: limit) { self.exit }
    }

    private static func spawn(
        _ program: String, _ arguments: [String], _ environment: [String: String], _ folder: String,
        _ log: String
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
        // A socket that another test listens on would stay open for as long as the child lives.
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

        // env(1) changes the folder and then becomes the program, under the same id.
        guard access(program, X_OK) == 0 else { throw HarnessError("\(program) can't be executed") }
        let env = "/usr/bin/env"
        var argv = ([env, "--chdir=\(folder)", program] + arguments).map { strdup($0) } + [nil]
        var envp = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in argv + envp { free(text) } }
        var pid: pid_t = 0
        let error = posix_spawn(&pid, env, &actions, &attributes, &argv, &envp)
        guard error == 0 else { throw HarnessError("\(program): \(String(cString: strerror(error)))") }
        return pid
    }
}

/// How a process ended. Signals go out under the same lock under which its id is given back to the system, so that none
/// can reach a stranger that was given the id afterwards.
private final class Fate: Sendable {
    private let pid: pid_t
    private let end = Mutex<ChildProcess.Exit?>(nil)

    init(_ pid: pid_t) {
        self.pid = pid
    }

    var exit: ChildProcess.Exit? { end.withLock { $0 } }

    func signal(_ number: Int32) {
        end.withLock { if $0 == nil { kill(pid, number) } }
    }

    func watch() {
        Thread.detachNewThread { [self] in
            var info = siginfo_t()
            // Waits without reaping.
            while waitid(P_PID, id_t(pid), &info, WEXITED | WNOWAIT) == -1 && errno == EINTR {}
            end.withLock {
                var status: Int32 = 0
                while waitpid(pid, &status, 0) == -1 && errno == EINTR {}
                let signal = status & 0x7f
                $0 = signal == 0 ? .status((status >> 8) & 0xff) : .signal(signal)
            }
        }
    }
}
