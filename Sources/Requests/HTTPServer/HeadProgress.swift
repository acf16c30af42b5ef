import NIOCore
import WireText

/// How far the head of the next request has come.
struct HeadProgress {
    private(set) var started: NIODeadline?
    /// Bytes that came since the last head, as far as they can belong to the next.
    private(set) var bytes = 0

    /// What came first of it, as long as it is with the general decoder: all that is known of a head that can't be read.
    private var start: ByteBuffer?

    var hasBegun: Bool { started != nil }

    mutating func note(_ count: Int, on eventLoop: any EventLoop) {
        if started == nil { started = eventLoop.now }
        bytes += count
    }

    mutating func keep(_ bytes: ByteBuffer) {
        if start == nil { start = bytes }
    }

    var foreignProtocol: String? { start.flatMap(ForeignProtocol.name) }

    /// A browser asks, as far as can be told.
    var wantsPage: Bool {
        guard let bytes = start?.readableBytesView else { return false }
        let mark: StaticString = "text/html"
        return bytes.indices.contains {
            bytes[$0...].prefix(mark.utf8CodeUnitCount).equalsIgnoringCase(mark)
        }
    }

    mutating func complete() -> NIODeadline? {
        defer { self = HeadProgress() }
        return started
    }
}
