package import OAuthCore

/// How limits that are shared are counted.
package struct SharedCounting: Sendable {
    let limits: SharedLimits
    let outage: OutageNotice

    /// - Parameter whenAlone: Told once for each outage of the store that this process counts alone, and why.
    package init(_ limits: SharedLimits, whenAlone: @escaping @Sendable (_ reason: String) -> Void) {
        self.limits = limits
        outage = OutageNotice(whenAlone)
    }
}
