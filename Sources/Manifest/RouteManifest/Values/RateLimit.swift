package import OAuthModel
import StrictYAML

/// How often one peer may ask a route.
package struct RateLimit: Hashable, Sendable {
    package let rate: Rate
    package let counted: CountedRequests
    /// All processes on the same store count together; else each process counts what comes to it.
    package let isShared: Bool
}

/// What a limit counts.
package enum CountedRequests: String, CaseIterable, Sendable {
    /// Each that comes.
    case requests
    /// Those that were refused.
    case failures
}

extension Rate {
    /// As the manifest writes it: `60/1m`.
    package var text: String { "\(count)/\(DurationText.render(period))" }
}

extension RateLimit: CustomStringConvertible {
    package var description: String {
        var parts = ["rate: \(rate.text)"]
        if counted != .requests { parts.append("only: \(counted.rawValue)") }
        if isShared { parts.append("shared: true") }
        return parts.count == 1 ? rate.text : "{ \(parts.joined(separator: ", ")) }"
    }
}

/// A header field that a route adds to each of its answers. The value has no control characters.
package struct HeaderField: Hashable, Sendable {
    package let name: String
    package let value: String
}
