import NIOCore

/// How far the head of the next request has come.
struct HeadProgress {
    private(set) var started: NIODeadline?
    /// Bytes that came since the last head, as far as they can belong to the next.
    private(set) var bytes = 0

    var hasBegun: Bool { started != nil }

    mutating func note(_ count: Int, on eventLoop: any EventLoop) {
        if started == nil { started = eventLoop.now }
        bytes += count
    }

    mutating func complete() -> NIODeadline? {
        defer { self = HeadProgress() }
        return started
    }
}
