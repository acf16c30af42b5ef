/// So many requests from one peer in one period.
package struct RateLimit: Hashable, Sendable, CustomStringConvertible {
    package let count: Int
    package let period: Duration

    package var description: String { "\(count)/\(DurationText.render(period))" }
}

/// A header field that a route adds to each of its answers. The value has no control characters.
package struct HeaderField: Hashable, Sendable {
    package let name: String
    package let value: String
}
