import Endpoint
import NIOCore

/// The peer of a stream has gone away.
struct PeerGone: Error {}

/// Of a streamed answer: how it ends, and who waits to write on.
struct StreamState {
    var isChunked = false
    var closes = false
    var status = 0
    var cause: AnswerCause?
    private var waiters: [(id: UInt64, continuation: CheckedContinuation<Void, any Error>)] = []
    private var waiterCount: UInt64 = 0
    /// Waiters cancelled before they began to wait.
    private var cancelled: Set<UInt64> = []

    /// Names a waiter before it waits, so that its cancellation finds it.
    mutating func nextWaiter() -> UInt64 {
        waiterCount += 1
        return waiterCount
    }

    mutating func wait(_ id: UInt64, _ continuation: CheckedContinuation<Void, any Error>) {
        if cancelled.remove(id) != nil { return continuation.resume(throwing: CancellationError()) }
        waiters.append((id, continuation))
    }

    mutating func cancel(_ id: UInt64) {
        guard let index = waiters.firstIndex(where: { $0.id == id }) else {
            cancelled.insert(id)
            return
        }
        waiters.remove(at: index).continuation.resume(throwing: CancellationError())
    }

    mutating func resumeAll(throwing error: (any Error)? = nil) {
        let resumed = waiters
        waiters = []
        for waiter in resumed {
            if let error { waiter.continuation.resume(throwing: error) } else { waiter.continuation.resume() }
        }
    }
}

extension Connection {
    func beginStream(_ response: EndpointResponse, isChunked: Bool, closes: Bool) {
        phase = .streaming
        stream.isChunked = isChunked
        stream.closes = closes
        stream.status = response.status
        stream.cause = response.cause
        // The first piece may be long in coming, and the head says that the stream stands.
        settle()
    }

    func isStreaming(_ number: UInt64) -> Bool {
        phase == .streaming && self.number == number
    }

    func stream(
        _ produce: @Sendable (any BodyWriter) async throws -> Void, to number: UInt64
    ) async {
        do {
            try await produce(StreamWriter(self, number))
            endStream(number, isWhole: true)
        } catch {
            // At shutdown the producers are cancelled: that is an end like any other.
            endStream(number, isWhole: loop.isQuiescing && error is CancellationError)
        }
    }

    /// Sends a piece; true when the peer keeps up and there may be more at once.
    func sendPiece(_ bytes: [UInt8], of number: UInt64) throws -> Bool {
        guard isStreaming(number) else { throw PeerGone() }
        guard !bytes.isEmpty else { return stalledSince == nil }
        loop.scratch.clear(minimumCapacity: bytes.count + 24)
        if stream.isChunked {
            loop.scratch.writeString(String(bytes.count, radix: 16))
            loop.scratch.writeStaticString("\r\n")
        }
        loop.scratch.writeBytes(bytes)
        if stream.isChunked { loop.scratch.writeStaticString("\r\n") }
        put(loop.scratch)
        settle()
        guard isStreaming(number) else { throw PeerGone() }
        return stalledSince == nil
    }

    /// Resumes the waiter when there is room, at once when there is already.
    func awaitRoom(_ id: UInt64, _ continuation: CheckedContinuation<Void, any Error>, of number: UInt64) {
        guard isStreaming(number) else { return continuation.resume(throwing: PeerGone()) }
        guard stalledSince != nil else { return continuation.resume() }
        stream.wait(id, continuation)
    }

    private func endStream(_ number: UInt64, isWhole: Bool) {
        guard isStreaming(number), let exchange else { return }
        guard isWhole else {
            record(
                exchange.head.requestID, status: stream.status, cause: .words("the stream ended in an error"))
            self.exchange = nil
            return abort()
        }
        if stream.isChunked {
            loop.scratch.clear()
            loop.scratch.writeStaticString("0\r\n\r\n")
            put(loop.scratch)
        }
        record(exchange.head.requestID, status: stream.status, cause: stream.cause)
        finish(closes: stream.closes || loop.isQuiescing)
        if !isReading { settle() }
    }
}
