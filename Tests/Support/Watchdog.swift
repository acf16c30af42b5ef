import Dispatch
import Foundation

/// Ends the tests where something has no end, and says what it was.
package enum Watchdog {
    /// What is watched takes a thousandth of that on the slowest machine.
    private static let patience = DispatchTimeInterval.seconds(300)
    private static let queue = DispatchQueue(label: "watchdog")

    package static func watch<Result>(_ what: String, _ work: () throws -> Result) rethrows -> Result {
        let end = DispatchWorkItem {
            FileHandle.standardError.write(Data("no end: \(what)\n".utf8))
            abort()
        }
        queue.asyncAfter(deadline: .now() + patience, execute: end)
        defer { end.cancel() }
        return try work()
    }
}
