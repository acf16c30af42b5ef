import CHiredis
import NIOCore
import WireText

/// Bytes in, replies out. Once it has failed it stays failed: where the next reply would begin is not known any more.
final class ReplyReader {
    enum Failure: Error, Equatable {
        case malformed(String)
        case tooLarge
        case noMemory
    }

    private let reader: UnsafeMutablePointer<redisReader>
    private let builder = ReplyBuilder()
    private let limit: Int
    /// Bytes that have come in since a reply was last complete; they may hold the beginnings of further ones.
    private var pendingBytes = 0

    /// - Parameter limit: Of one reply, in bytes.
    init(limit: Int) throws(Failure) {
        guard let reader = redisReaderCreateWithFunctions(ReplyBuilder.functions) else { throw .noMemory }
        self.reader = reader
        self.limit = limit
        reader.pointee.privdata = Unmanaged.passUnretained(builder).toOpaque()
        // Keeps its buffer when that has run empty, unless a giant has passed through.
        reader.pointee.maxbuf = 1 << 20
    }

    deinit {
        redisReaderFree(reader)
    }

    func feed(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
        guard bytes.count > 0 else { return }
        pendingBytes += bytes.count
        let text = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
        guard redisReaderFeed(reader, text, bytes.count) == REDIS_OK else { throw failure() }
    }

    /// The next reply; nil: it isn't complete yet.
    func next() throws(Failure) -> RedisReply? {
        var object: UnsafeMutableRawPointer?
        guard redisReaderGetReply(reader, &object) == REDIS_OK else { throw failure() }
        guard object != nil, let reply = builder.take() else {
            guard pendingBytes <= limit else { throw .tooLarge }
            return nil
        }
        pendingBytes = reader.pointee.len - reader.pointee.pos
        return reply
    }

    private func failure() -> Failure {
        if reader.pointee.err == REDIS_ERR_OOM { return .tooLarge }
        let text = withUnsafeBytes(of: reader.pointee.errstr) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        return .malformed(LogText.sentence(text))
    }
}
