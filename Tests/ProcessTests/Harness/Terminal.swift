import Glibc
import Synchronization

/// A terminal window of a test: what it shows is thrown away.
final class Terminal: Sendable {
    let path: String
    private let window: Mutex<Int32?>

    init() throws {
        // `posix_openpt` and its kin are not imported: what they do on Linux.
        let file = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var unlocked: Int32 = 0
        var number: UInt32 = 0
        guard file >= 0, ioctl(file, 0x4004_5431, &unlocked) == 0, ioctl(file, 0x8004_5430, &number) == 0
        else { throw HarnessError("no terminal: \(errno)") }
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

    /// As somebody does who closes the window.
    func close() {
        window.withLock { file in
            if let open = file { Glibc.close(open) }
            file = nil
        }
    }
}
