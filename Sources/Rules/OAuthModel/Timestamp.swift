/// A moment, in milliseconds since 1970-01-01T00:00:00Z.
///
/// Times come from files and from servers, so no arithmetic here can overflow: what is beyond all measure is as far away as can be
/// counted. Whoever adds or multiplies times does it with what is here.
package struct Timestamp: Hashable, Comparable, Sendable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    package init(seconds: Int64) {
        milliseconds = seconds.clampedProduct(1000)
    }

    /// Whole seconds, rounded towards 1970: the unit of `iat`, `exp` and `client_id_issued_at`.
    package var seconds: Int64 { milliseconds / 1000 }

    package func advanced(by duration: Duration) -> Timestamp {
        let (sum, overflow) = milliseconds.addingReportingOverflow(duration.milliseconds)
        return Timestamp(milliseconds: overflow ? (duration < .zero ? .min : .max) : sum)
    }

    /// From `other` to this moment; negative when this one is earlier.
    package func since(_ other: Timestamp) -> Duration {
        let (difference, overflow) = milliseconds.subtractingReportingOverflow(other.milliseconds)
        return .milliseconds(overflow ? (milliseconds < 0 ? .min : .max) : difference)
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }
}

extension Duration {
    package var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        let whole = seconds.clampedProduct(1000)
        let (sum, overflow) = whole.addingReportingOverflow(attoseconds / 1_000_000_000_000_000)
        return overflow ? whole : sum
    }

    /// Whole seconds, rounded down: the unit of `expires_in` and `Max-Age`.
    package var wholeSeconds: Int64 { components.seconds }

    /// Whole seconds, rounded up and at least one: the unit of `Retry-After`.
    package var secondsToWait: Int64 {
        let (seconds, attoseconds) = components
        guard seconds >= 0 else { return 1 }
        return max(1, attoseconds > 0 && seconds < .max ? seconds + 1 : seconds)
    }
}

extension Int64 {
    fileprivate func clampedProduct(_ factor: Int64) -> Int64 {
        let (product, overflow) = multipliedReportingOverflow(by: factor)
        guard overflow else { return product }
        return (self < 0) == (factor < 0) ? .max : .min
    }
}
