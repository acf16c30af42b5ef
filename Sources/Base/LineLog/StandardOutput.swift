import Glibc
import Synchronization

/// What is printed in passing: help, a version, completions. The library buffers it, and writes it when the program ends, when
/// nobody asks any more whether that went well.
package enum StandardOutput {
    private static let label = Mutex("")

    /// From here on a program that can't write what it has printed ends with 1, and says why.
    package static func isFlushedAtExit(as program: String) {
        label.withLock { $0 = program }
        atexit {
            guard fflush(nil) != 0, errno != EPIPE else { return }
            let words = "\(StandardOutput.label.withLock { $0 }): \(StandardOutput.failure(errno))\n"
            _ = Array(words.utf8).withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
            _exit(1)
        }
    }

    /// The words for a number of the system.
    package static func failure(_ number: Int32) -> String {
        "can't write to standard output: \(String(cString: strerror(number)))"
    }
}
