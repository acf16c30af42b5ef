/// What happens in the middle of the load.
protocol Mishap: Sendable {
    /// The load is to end.
    var isOver: Bool { get }
    /// Whether a request that breaks off has an excuse.
    var excusesSilence: Bool { get }
    /// Whether a request that is answered 503 has an excuse.
    var excusesOutage: Bool { get }

    func countAnswer()
    func countOutage()
}

/// An answer that the store can't be reached: nothing is known of what was asked for.
struct Outage: Error {}
