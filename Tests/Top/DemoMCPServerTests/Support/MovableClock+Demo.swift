import DemoMCPServer
import OAuthModel
import Support

/// What the instants of all clocks are counted from.
private let origin = ContinuousClock.now

extension MovableClock {
    /// The same time, as the demo MCP server asks for it.
    var demo: DemoClock {
        DemoClock(
            unixTime: { self.now.seconds }, now: { origin + self.now.since(Self.start) },
            sleep: { try await self.sleep($0) })
    }
}
