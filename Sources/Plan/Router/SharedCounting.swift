package import OAuthModel

/// How limits that are shared are counted.
package struct SharedCounting: Sendable {
    /// Asks whether one more request of a peer to a route is within a rate, and counts it.
    package typealias Admit =
        @Sendable (_ peer: [UInt8], _ route: String, _ rate: Rate) async throws(CountingFailure) -> Admission

    let admit: Admit
    let outage: OutageNotice

    /// - Parameter whenAlone: Told once for each outage of the store that this process counts alone, and why.
    package init(_ admit: @escaping Admit, whenAlone: @escaping @Sendable (_ reason: String) -> Void) {
        self.admit = admit
        outage = OutageNotice(whenAlone)
    }
}

/// What counts for all processes can't be used.
package struct CountingFailure: Error {
    let reason: String

    package init(reason: String) {
        self.reason = reason
    }
}
