/// Time, passed in.
package struct DemoClock: Sendable {
    /// Seconds since 1970, for what the authorization server dates (`exp`).
    package let unixTime: @Sendable () -> Int64
    /// For lifetimes within this process: setting the wall clock doesn't stretch them.
    package let now: @Sendable () -> ContinuousClock.Instant
    package let sleep: @Sendable (Duration) async throws -> Void

    package init(
        unixTime: @escaping @Sendable () -> Int64,
        now: @escaping @Sendable () -> ContinuousClock.Instant,
        sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.unixTime = unixTime
        self.now = now
        self.sleep = sleep
    }
}
