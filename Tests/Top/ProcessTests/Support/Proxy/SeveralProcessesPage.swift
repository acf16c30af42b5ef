import Foundation
import Support

/// docs/several-processes.md, for what can be run of it.
struct SeveralProcessesPage {
    let text: String

    init() throws {
        text = try String(
            contentsOf: Installation.package.appendingPathComponent("docs/several-processes.md"),
            encoding: .utf8)
    }

    /// The lines of the block of this language, of which there is one.
    func block(_ language: String) throws -> [String] {
        let blocks = FencedBlock.all(in: text).filter { $0.language == language }
        guard blocks.count == 1 else {
            throw TestFailure("the page has \(blocks.count) blocks of \(language)")
        }
        return blocks[0].lines
    }

    /// What it does to the manifest.
    var manifestCommands: String {
        get throws {
            let commands = try block("sh").filter { $0.hasPrefix("sed ") }
            guard !commands.isEmpty else { throw TestFailure("the page leaves the manifest as it is") }
            return commands.joined(separator: "\n")
        }
    }
}
