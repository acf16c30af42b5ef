import Foundation
import Glibc
import Harness
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
    ///
    /// - Parameter terminal: Becomes its terminal, and its standard input.
    init(
        _ program: URL, _ arguments: [String], environment: [String: String], in folder: URL,
        terminal: Terminal? = nil
    ) throws {
        log = folder.appendingPathComponent("output-\(UUID().uuidString).log")
        guard access(program.path, X_OK) == 0 else {
            throw HarnessError("\(program.path) can't be executed")
        }
        // env(1) changes the folder and then becomes the program, under the same id.
        pid = try spawn(
            ["/usr/bin/env", "--chdir=\(folder.path)", program.path] + arguments, environment: environment,
            log: log.path, terminal: terminal?.path)
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
