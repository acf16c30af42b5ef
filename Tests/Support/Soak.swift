import Foundation

/// Whether there is time for many rounds.
package enum Soak {
    /// `SOAK=1`
    package static let isOn = ProcessInfo.processInfo.environment["SOAK"] == "1"
    /// `SEED=n` runs the rounds of an earlier run.
    package static let seed = given ?? UInt64.random(in: 0..<1_000_000)
    /// Where the few rounds of every day are the same each time.
    package static let steadySeed = isOn ? seed : given ?? 0

    private static let given = ProcessInfo.processInfo.environment["SEED"].flatMap(UInt64.init)
}
