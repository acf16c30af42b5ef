import Foundation
import Support

/// What a process has of the system.
struct ProcessUse: CustomStringConvertible {
    /// KiB
    let memory: Int
    /// Open files but connections and ``watchers``, by what they are.
    let files: [String]
    /// How often it watches files: whether it does is up to the plan.
    let watchers: Int

    init(_ pid: Int32) throws {
        let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
        guard let memory = status.firstMatch(of: /VmRSS:\s+([0-9]+) kB/).flatMap({ Int($0.1) }) else {
            throw TestFailure("process \(pid) has no memory")
        }
        self.memory = memory
        let files = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd").compactMap {
            name in
            try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/fd/\(name)")
        }.filter { !$0.hasPrefix("socket:") && !$0.hasPrefix("/proc/") }.map {
            $0.replacing(/\[[0-9]+\]/, with: "")
        }.sorted()
        watchers = files.count { $0 == Self.watcher }
        self.files = files.filter { $0 != Self.watcher }
    }

    private static let watcher = "anon_inode:inotify"

    var description: String { "\(memory) KiB, \(files.count) files" }
}
