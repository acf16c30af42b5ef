import AuthorizationServer
import Dispatch
import Glibc
import LineLog
import RouteManifest
import ServiceLifecycle
import Synchronization

/// `demo-mcp-server` as a child process.
///
/// It ends when its standard input does, and only this process holds the other end: so it is told to stop by closing
/// that, and it can't outlive this process, however that one ends.
final class DemoChild: Service {
    static let name = "demo-mcp-server"

    private let processID: pid_t
    /// Nil once it has been closed.
    private let input: Mutex<Int32?>
    private let ended = Mutex<Int32?>(nil)

    /// - Parameters:
    ///   - environment: Added to the environment of this process.
    ///   - log: What it logs, and how, is what this process does.
    /// - Throws: A ``DemoChildError`` when the program can't be started.
    init(environment: [String: String], log: LogSettings) throws {
        let program = try Self.program()
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw DemoChildError(program: program, number: errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[0]) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO)
        // What this process listens on and writes to is not the child's affair.
        for file in SystemFiles.openFiles() where file > STDERR_FILENO {
            posix_spawn_file_actions_addclose(&actions, file)
        }

        let variables = SystemFiles.environment().merging(environment) { _, new in new }
        let arguments = CStrings([
            program, "--until-input-ends", "--log-level", log.level.rawValue, "--log-format",
            log.format.rawValue, log.timestamps ? "--log-timestamps" : "--no-log-timestamps",
        ])
        let settings = CStrings(variables.map { $0.key + "=" + $0.value })
        var processID = pid_t()
        let result = posix_spawn(&processID, program, &actions, nil, arguments.pointers, settings.pointers)
        guard result == 0 else {
            close(ends[1])
            throw DemoChildError(program: program, number: result)
        }
        self.processID = processID
        input = Mutex(ends[1])
    }

    /// Its exit status, once it has ended; 128 and more when a signal ended it.
    var status: Int32 { ended.withLock { $0 } ?? 0 }

    /// Returns when the child has ended, by itself or because the service group shuts down.
    func run() async throws {
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await end()
            } onGracefulShutdown: {
                self.tellToEnd()
            }
        } onCancel: {
            tellToEnd()
        }
    }

    private func tellToEnd() {
        let input = input.withLock { input in
            defer { input = nil }
            return input
        }
        if let input { close(input) }
    }

    /// Waits on a thread of its own, for the system tells nobody else.
    private func end() async {
        await withCheckedContinuation { continuation in
            DispatchQueue(label: Self.name).async { [self] in
                var status: Int32 = 0
                while waitpid(processID, &status, 0) == -1, errno == EINTR {}
                let signal = status & 0x7f
                ended.withLock { $0 = signal == 0 ? (status >> 8) & 0xff : 128 + signal }
                continuation.resume()
            }
        }
    }

    /// The program of that name in the folder of this one.
    private static func program() throws -> String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        let path = String(
            decoding: buffer.prefix(max(0, count)).map(UInt8.init(bitPattern:)), as: UTF8.self)
        let program = path.prefix(through: path.lastIndex(of: "/") ?? path.startIndex) + Self.name
        guard access(String(program), X_OK) == 0 else {
            throw DemoChildError(program: String(program), number: errno)
        }
        return String(program)
    }
}

struct DemoChildError: Error, CustomStringConvertible {
    let program: String
    let number: Int32

    var description: String {
        "can't start \(program): \(String(cString: strerror(number)))\n"
            + "hint: build it with `swift build --product demo-mcp-server`, or run it by itself beside `mcp-auth serve`"
    }
}

/// Strings for C, ended by a null pointer, for as long as this lives.
private final class CStrings {
    let pointers: [UnsafeMutablePointer<CChar>?]

    init(_ strings: [String]) {
        pointers = strings.map { strdup($0) } + [nil]
    }

    deinit {
        for pointer in pointers { free(pointer) }
    }
}
