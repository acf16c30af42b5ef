import CHiredis

/// Makes values of what hiredis reads, as it reads it, so that no tree of C objects is built in between.
///
/// The reader calls back for each item, parents before children and children in order; a list is complete when it has as many
/// as were announced.
final class ReplyBuilder {
    /// One above what hiredis itself refuses, and so the depth of this stack.
    private static let depthLimit = 8
    /// Items of one reply, at all depths. Forty bytes of memory can be had for four on the wire.
    private static let itemLimit = 1 << 20

    private var open: [(expected: Int, items: [RedisReply])] = []
    private var items = 0
    private var complete: RedisReply?

    /// The reply that has just been read, once.
    func take() -> RedisReply? {
        defer {
            complete = nil
            items = 0
        }
        return complete
    }

    fileprivate func begin(_ count: Int) -> Bool {
        guard count <= Self.itemLimit - items, open.count < Self.depthLimit else { return false }
        if count <= 0 { return add(.list([])) }
        items += 1
        open.append((count, []))
        return true
    }

    fileprivate func add(_ reply: RedisReply) -> Bool {
        items += 1
        guard items <= Self.itemLimit else { return false }
        var reply = reply
        while let last = open.indices.last {
            open[last].items.append(reply)
            guard open[last].items.count == open[last].expected else { return true }
            reply = .list(open.removeLast().items)
        }
        complete = reply
        return true
    }
}

extension ReplyBuilder {
    /// What hiredis calls. What it gets back stands for the object that it believes was made, and is never followed; nil makes
    /// it stop with an error.
    nonisolated(unsafe) static let functions: UnsafeMutablePointer<redisReplyObjectFunctions> = {
        var functions = redisReplyObjectFunctions()
        functions.createString = { task, text, length in
            ReplyBuilder.handle(task) { $0.add(ReplyBuilder.text(task, text, Int(length))) }
        }
        functions.createArray = { task, count in ReplyBuilder.handle(task) { $0.begin(Int(count)) } }
        functions.createInteger = { task, value in ReplyBuilder.handle(task) { $0.add(.integer(Int(value))) }
        }
        functions.createNil = { task in ReplyBuilder.handle(task) { $0.add(.null) } }
        functions.freeObject = { _ in }
        let pointer = UnsafeMutablePointer<redisReplyObjectFunctions>.allocate(capacity: 1)
        pointer.initialize(to: functions)
        return pointer
    }()

    private static func handle(
        _ task: UnsafePointer<redisReadTask>?, _ accept: (ReplyBuilder) -> Bool
    ) -> UnsafeMutableRawPointer? {
        guard let builder = task?.pointee.privdata else { return nil }
        return accept(Unmanaged<ReplyBuilder>.fromOpaque(builder).takeUnretainedValue()) ? builder : nil
    }

    private static func text(
        _ task: UnsafePointer<redisReadTask>?, _ text: UnsafePointer<CChar>?, _ length: Int
    ) -> RedisReply {
        let bytes = UnsafeRawBufferPointer(start: text, count: text == nil ? 0 : max(0, length))
        switch task?.pointee.type {
        case REDIS_REPLY_STATUS: return .status(String(decoding: bytes, as: UTF8.self))
        case REDIS_REPLY_ERROR: return error(String(decoding: bytes, as: UTF8.self))
        default: return .bytes([UInt8](bytes))
        }
    }

    private static func error(_ text: String) -> RedisReply {
        let word = text.prefix { $0 != " " }
        guard let first = word.utf8.first, first >= 0x41, first <= 0x5a, word.utf8.count <= 32,
            word.utf8.allSatisfy({ ($0 >= 0x41 && $0 <= 0x5a) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x5f })
        else { return .error(code: "ERR", message: text) }
        return .error(code: String(word), message: String(text.dropFirst(word.count + 1)))
    }
}
