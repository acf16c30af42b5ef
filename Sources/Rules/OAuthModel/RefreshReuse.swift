/// What happens when a refresh token that has been rotated is shown again (RFC 9700 §4.14.2).
package enum RefreshReuse: Equatable, Sendable {
    /// Its family is revoked.
    case strict
    /// It stays good for so long, and is rotated anew each time.
    case grace(Duration)
    /// For so long the same request gets the same successor again, as long as that one is unused.
    case replay(Duration)

    /// In the manifest, and where a store has a word for it.
    package var word: String {
        switch self {
        case .strict: "strict"
        case .grace: "grace"
        case .replay: "replay"
        }
    }

    package var window: Duration {
        switch self {
        case .strict: .zero
        case .grace(let window), .replay(let window): window
        }
    }

    /// By how much a clock is set back where time is kept, or that of a replica is behind that of its primary. A window that a clock set
    /// back by more would open anew is one for whoever holds an old token.
    package static let clockTolerance = Duration.seconds(5)

    /// Whether a use at this moment is within a window after the first use.
    package static func isWithin(_ window: Duration, after firstUse: Timestamp, at now: Timestamp) -> Bool {
        let elapsed = now.since(firstUse)
        return elapsed < window && .zero - elapsed < min(window, clockTolerance)
    }
}
