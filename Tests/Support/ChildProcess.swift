package import Foundation
import Glibc
import Synchronization

/// A program that runs beside the tests. It is known by its id, and ends with the last reference to it at the latest, or with
/// the process of the tests, however that ends.
///
/// Standard input is empty; what it writes goes to a file.
package final class ChildProcess: Sendable {
    package enum Exit: Equatable, Sendable {
        case status(Int32)
        case signal(Int32)
    }

    package let pid: pid_t
    private let log: String
    private let isOwnLog: Bool
    private let fate: Fate

    /// Starts a program in `folder`. `environment` is the whole of it: nothing is inherited.
    ///
    /// - Parameters:
    ///   - program: A path, or a name that is looked for in the `PATH` of the environment.
    ///   - log: The file to which what it writes is added. `nil`: one of its own, gone with the value.
    ///   - terminal: The path of the one that becomes its terminal, and its standard input.
    package init(
        _ program: String, _ arguments: [String], environment: [String: String], in folder: String,
        log: String? = nil, terminal: String? = nil
    ) throws {
        guard !program.contains("/") || access(program, X_OK) == 0 else {
            throw TestFailure("\(program) can't be executed")
        }
        isOwnLog = log == nil
        let log = log ?? "\(folder)/output-\(UUID().uuidString).log"
        self.log = log
        // The first changes the folder and the second tells the kernel; each becomes the next, under the same id.
        let command =
            ["/usr/bin/env", "--chdir=\(folder)", "setpriv", "--pdeathsig", "KILL", "--", program] + arguments
        pid = try Spawner.shared.run {
            try spawn(command, environment: environment, log: log, terminal: terminal)
        }
        fate = Fate(pid)
        fate.watch()
    }

    /// The same, with what Foundation has for paths.
    package convenience init(
        _ program: URL, _ arguments: [String], environment: [String: String], in folder: URL,
        terminal: String? = nil
    ) throws {
        try self.init(
            program.path, arguments, environment: environment, in: folder.path, terminal: terminal)
    }

    deinit {
        fate.signal(SIGKILL)
        if isOwnLog { try? FileManager.default.removeItem(atPath: log) }
    }

    /// All that it has written so far, standard output and standard error.
    package var output: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }

    /// `nil` while it runs.
    package var exit: Exit? { fate.exit }

    /// Sends a signal, unless it has ended already.
    package func signal(_ number: Int32) {
        fate.signal(number)
    }

    /// Waits for its end.
    @discardableResult
    package func ended(within limit: Duration = .seconds(60)) async throws -> Exit {
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

/// One thread that starts all programs: the kernel ends a program when the thread that started it ends, so that has to be one
/// that never does.
private final class Spawner: Sendable {
    typealias Work = @Sendable () throws -> pid_t

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

    func run(_ work: @escaping Work) throws -> pid_t {
        let result = Started()
        queue.withLock {
            $0.append {
                result.value.withLock { $0 = Result(catching: work) }
                result.isThere.signal()
            }
        }
        signal.signal()
        result.isThere.wait()
        return try result.value.withLock { $0 }.get()
    }

    private final class Started: Sendable {
        let value = Mutex<Result<pid_t, any Error>>(.failure(TestFailure("not started")))
        let isThere = DispatchSemaphore(value: 0)
    }
}
