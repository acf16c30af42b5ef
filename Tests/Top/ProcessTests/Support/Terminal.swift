import Foundation
import Glibc
import Support
import Synchronization

/// A terminal window of a test.
final class Terminal: Sendable {
    let path: String
    private let window: Mutex<Int32?>

    init() throws {
        // `posix_openpt` and its kin are not imported: what they do on Linux.
        let file = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var unlocked: Int32 = 0
        var number: UInt32 = 0
        guard file >= 0, ioctl(file, 0x4004_5431, &unlocked) == 0, ioctl(file, 0x8004_5430, &number) == 0
        else { throw TestFailure("no terminal: \(errno)") }
        path = "/dev/pts/\(number)"
        window = Mutex(file)
    }

    deinit {
        close()
    }

    func type(_ text: String) {
        window.withLock { file in
            if let file { _ = write(file, Array(text.utf8), text.utf8.count) }
        }
    }

    /// What stands in it and has not been asked for yet.
    func shown() -> String {
        window.withLock { file in
            guard let file else { return "" }
            var bytes: [UInt8] = []
            var piece = [UInt8](repeating: 0, count: 4096)
            var state = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
            while poll(&state, 1, 0) == 1, state.revents & Int16(POLLIN) != 0 {
                let count = read(file, &piece, piece.count)
                guard count > 0 else { break }
                bytes += piece[..<count]
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// As somebody does who closes the window.
    func close() {
        window.withLock { file in
            if let open = file { Glibc.close(open) }
            file = nil
        }
    }
}

extension Workplace {
    /// Runs a command of the shell in a terminal.
    func start(_ command: String, in terminal: Terminal) throws -> ChildProcess {
        try ChildProcess(
            URL(fileURLWithPath: "/bin/sh"), ["-c", command], environment: environment, in: folder,
            terminal: terminal.path)
    }
}
