import ArgumentParser
import AuthorizationServer
import JSON
import ManifestDiff
import RouteManifest

struct Diff: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Say what changes from one manifest to another, and who will notice.",
        discussion: """
            Profile and switches of the command line apply to both. What stands in
            templates is not compared.

            Exit status 0 when both have the same effect, 1 when not, 2 when one of
            them can't be used.
            """)

    @Argument(
        help: ArgumentHelp("The manifest as it was, - for standard input.", valueName: "old"),
        completion: .manifest)
    var old: String

    @Argument(help: ArgumentHelp("The manifest as it is to be.", valueName: "new"), completion: .manifest)
    var new: String

    @OptionGroup var changes: ManifestChanges
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if old == "-", new == "-" { throw ValidationError("standard input can be one of them only") }
    }

    func run() throws {
        let (old, new) = (changes.file(old), changes.file(new))
        // What is wrong with either is told before the end.
        let (before, after) = (changes.usable(old), changes.usable(new))
        guard let before, let after else { throw ExitCode(2) }
        let diff = ManifestDiff(from: before, to: after)
        switch output.format {
        case .text: try printAnswer(diff.text(old.title, new.title))
        case .json: try printAnswer(JSONValue.object(diff.listing).line)
        }
        guard diff.differences.isEmpty else { throw ExitCode(1) }
    }
}

extension ManifestChanges {
    /// Nil when it can't be used, which is told.
    fileprivate func usable(_ file: ManifestFile) -> Manifest? { try? load(file, quietly: true) }
}
