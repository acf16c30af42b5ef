import Foundation

/// Runs a program to its end, with what it writes in one text.
struct ScriptRun {
    let status: Int32
    let output: String

    /// `limit` is in seconds; a program that takes longer is ended with all that it started, and has status
    /// 124.
    static func run(
        _ program: String, _ arguments: [String], environment: [String: String], limit: Int
    ) async throws -> ScriptRun {
        let log = FileManager.default.temporaryDirectory.appendingPathComponent("run-\(UUID().uuidString)")
        try Data().write(to: log)
        defer { try? FileManager.default.removeItem(at: log) }
        let output = try FileHandle(forWritingTo: log)
        defer { try? output.close() }

        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/timeout")
        process.arguments = ["--kill-after=5", String(limit), program] + arguments
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        let status = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do {
                try process.run()
            } catch {
                process.terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
        return ScriptRun(status: status, output: String(decoding: try Data(contentsOf: log), as: UTF8.self))
    }
}
