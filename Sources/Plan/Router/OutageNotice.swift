internal import OAuthModel
internal import Synchronization

/// Tells of an outage once, however many requests meet it, and however often it seems to be over in between: until nobody has met it
/// for a minute.
final class OutageNotice: Sendable {
    private let tell: @Sendable (_ reason: String) -> Void
    private let lastFailure = Mutex<Timestamp?>(nil)

    private static let quiet = Duration.seconds(60)

    init(_ tell: @escaping @Sendable (_ reason: String) -> Void) {
        self.tell = tell
    }

    func failed(_ reason: String, now: Timestamp) {
        let isNew = lastFailure.withLock { last in
            defer { last = now }
            return last.map { now >= $0.advanced(by: Self.quiet) } ?? true
        }
        if isNew { tell(reason) }
    }
}
