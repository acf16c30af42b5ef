import Endpoint
import NIOCore

/// Writes the pieces of a streamed answer, as fast as the peer takes them.
struct StreamWriter: BodyWriter {
    private let connection: Connection
    private let number: UInt64

    init(_ connection: Connection, _ number: UInt64) {
        self.connection = connection
        self.number = number
    }

    func write(_ bytes: [UInt8]) async throws {
        try Task.checkCancellation()
        let loop = connection.loop.eventLoop
        if loop.inEventLoop {
            if try connection.sendPiece(bytes, of: number) { return }
            return try await wait()
        }
        let keepsUp = try await loop.submit { try connection.sendPiece(bytes, of: number) }.get()
        if !keepsUp { try await wait() }
    }

    /// Until the peer has taken what is under way.
    private func wait() async throws {
        let connection = connection
        let number = number
        let loop = connection.loop.eventLoop
        let id = try await loop.submit { connection.stream.nextWaiter() }.get()
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                loop.execute { connection.awaitRoom(id, continuation, of: number) }
            }
        } onCancel: {
            loop.execute { connection.stream.cancel(id) }
        }
    }
}
