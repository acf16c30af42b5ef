import Dispatch
import Glibc
import ServiceLifecycle

/// Runs until standard input ends; what is read is dropped.
struct InputEnd: Service {
    func run() async throws {
        let (end, continuation) = AsyncStream.makeStream(of: Never.self)
        // Reading blocks, and nothing can call it back: it gets a thread that ends with the process.
        DispatchQueue(label: "standard input").async {
            var byte: UInt8 = 0
            while read(STDIN_FILENO, &byte, 1) > 0 || errno == EINTR {}
            continuation.finish()
        }
        await cancelWhenGracefulShutdown { for await _ in end {} }
    }
}
