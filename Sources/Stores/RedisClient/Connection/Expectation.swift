import Synchronization

/// What a database must hold for a connection to be used, once that is known: one that was exchanged for another while nobody was
/// connected is found out before it is asked anything.
final class Expectation: Sendable {
    private let value = Mutex<(key: [UInt8], value: [UInt8])?>(nil)

    /// `nil`: anything will do.
    var current: (key: [UInt8], value: [UInt8])? { value.withLock { $0 } }

    func set(_ expected: [UInt8], under key: [UInt8]) {
        value.withLock { $0 = (key, expected) }
    }
}
