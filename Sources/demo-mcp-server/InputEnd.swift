import Glibc
import ServiceLifecycle

/// Runs until standard input ends; what is read is dropped.
struct InputEnd: Service {
    func run() async throws {
        let end = AsyncStream.makeStream(of: Never.self)
        var thread = pthread_t()
        let continuation = Unmanaged.passRetained(Box(end.continuation))
        pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                let box = Unmanaged<Box>.fromOpaque(argument).takeRetainedValue()
                var byte: UInt8 = 0
                while read(STDIN_FILENO, &byte, 1) > 0 || errno == EINTR {}
                box.continuation.finish()
                return nil
            }, continuation.toOpaque())
        pthread_detach(thread)
        await cancelWhenGracefulShutdown { for await _ in end.stream {} }
    }
}

private final class Box {
    let continuation: AsyncStream<Never>.Continuation

    init(_ continuation: AsyncStream<Never>.Continuation) {
        self.continuation = continuation
    }
}
