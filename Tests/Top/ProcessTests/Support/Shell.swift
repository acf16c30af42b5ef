import Foundation
import Support

/// A shell that somebody types into, in a terminal, with the completions of `mcp-auth` as the README installs them.
final class Shell {
    enum Kind: String, CaseIterable {
        case bash
        case zsh
        case fish

        /// Those of this machine.
        static let installed = allCases.filter { kind in
            ["/bin", "/usr/bin"].contains {
                FileManager.default.isExecutableFile(atPath: "\($0)/\(kind.rawValue)")
            }
        }

        fileprivate var start: String {
            switch self {
            case .bash: "bash --norc -i"
            case .zsh: "zsh -f -i"
            case .fish: "fish --no-config -i"
            }
        }

        fileprivate var preparation: String {
            let script = "mcp-auth --generate-completion-script \(rawValue)"
            return switch self {
            case .bash: "source <(\(script))"
            case .zsh: "autoload -U compinit; compinit -u -D; source <(\(script))"
            case .fish: "\(script) | source"
            }
        }
    }

    private let place: Workplace
    private let terminal: Terminal
    private let process: ChildProcess
    private var count = 0

    init(_ kind: Kind, in place: Workplace) async throws {
        self.place = place
        terminal = try Terminal()
        process = try place.start("exec \(kind.start) >/dev/tty 2>&1", in: terminal)
        try await type(kind.preparation)
    }

    /// Types a command line, with tabs in it, and gives what it printed on standard output once it has ended.
    @discardableResult
    func type(_ line: String) async throws -> String {
        count += 1
        let output = place.folder.appendingPathComponent("printed-\(count)")
        let end = place.folder.appendingPathComponent("ended-\(count)")
        terminal.type("\(line) >\(output.lastPathComponent); : >\(end.lastPathComponent)\n")
        try await eventually("\(line) ends\n\(terminal.shown())") {
            if let exit = process.exit { throw TestFailure("the shell ended: \(exit)\n\(terminal.shown())") }
            return FileManager.default.fileExists(atPath: end.path) ? () : nil
        }
        return try String(contentsOf: output, encoding: .utf8)
    }

    deinit {
        process.signal(SIGKILL)
    }
}
