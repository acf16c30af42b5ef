package import Foundation

/// Where the programs and the shipped files lie.
package enum Installation {
    /// The folder of the package.
    package static let package = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The files in the shipped folder of templates.
    package static let templates: [String] = {
        let folder = package.appendingPathComponent("templates").path
        return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }()

    /// The folder of the programs: they are built beside the tests.
    package static let programs = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent()

    /// `mcp-auth` or `demo-mcp-server`.
    package static func program(_ name: String) throws -> URL {
        let program = programs.appendingPathComponent(name)
        guard FileManager.default.isExecutableFile(atPath: program.path) else {
            throw TestFailure("\(program.path) is not there: swift build --product \(name)")
        }
        return program
    }
}
