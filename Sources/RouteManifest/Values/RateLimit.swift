/// So many requests from one peer in one period.
package struct RateLimit: Hashable, Sendable {
    package let count: Int
    package let period: Duration
    package let scope: RateLimitScope

    /// As the manifest writes it: `60/1m`.
    package var rate: String { "\(count)/\(DurationText.render(period))" }
}

/// Whose requests are counted together.
package enum RateLimitScope: String, CaseIterable, Sendable {
    /// Those that come to this process.
    case instance
    /// Those that come to any process on the same store.
    case shared
}

extension RateLimit: CustomStringConvertible {
    package var description: String {
        switch scope {
        case .instance: rate
        case .shared: "{ rate: \(rate), scope: shared }"
        }
    }
}

/// A header field that a route adds to each of its answers. The value has no control characters.
package struct HeaderField: Hashable, Sendable {
    package let name: String
    package let value: String
}
