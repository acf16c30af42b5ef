import ArgumentParser
import AuthorizationServer
import Diagnostics
import JSON
import RouteManifest
import Router

struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Say what is wrong with the manifest and its templates, without serving.",
        discussion: """
            Exit status 0 when they can be served, 2 when not. 'mcp-auth explain CODE'
            says more of a rule.

            Where the issuer is not of this machine or of development_hosts, and with
            --profile production, it lists as well what is missing before the server can
            be everybody's, in the order in which it is done, each with the line to write.

            With --fix, what a hint says is done in the manifest where it leaves nothing
            to choose: one name that was meant, one thing to write, to add or to remove.
            A hint that names another way behind an 'or', or that would open, offer or
            grant something, is left to you, and so are overlays and templates. The
            change is shown, the rest of the file stays as it is to the byte, and what
            is left is told as without it.
            """)

    @OptionGroup var options: ManifestOptions

    @Option(
        name: .long,
        help: "text for people, json for programs, github for notes beside the lines of a pull request.")
    var format: CheckFormat = .text

    @Flag(name: .long, help: "Exit status 2 for warnings, too.")
    var strict = false

    @Flag(name: .long, help: "Mend the manifest where nothing is to be chosen, and show the change.")
    var fix = false

    func validate() throws {
        guard fix, options.manifest.isStandardInput else { return }
        throw ValidationError("--fix changes a file, and standard input is none; name the file")
    }

    func run() throws {
        let file = options.manifest
        let mending = fix ? try mend(file) : nil
        let checked = CheckedManifest(file, options.read(file))
        switch format {
        case .text:
            try report(mending, of: file, showsChange: true)
            tell(checked.problems)
            // What can't be served ends with why not.
            if let missing = checked.missing, !checked.isUsable { try printAnswer(missing) }
            try printSummary(checked)
            if let missing = checked.missing { try printAnswer(missing) }
        case .json:
            try printAnswer(JSONValue.object(checked.listing(isStrict: strict, mending)).line)
        case .github:
            // The runner reads commands in whatever is printed, and so it would in lines of the file.
            try report(mending, of: file, showsChange: false)
            if !checked.problems.isEmpty {
                try printAnswer(checked.problems.map(\.workflowCommand).joined(separator: "\n"))
            }
            try printSummary(checked)
        }
        guard checked.passes(isStrict: strict) else { throw ExitCode(2) }
    }

    private func mend(_ file: ManifestFile) throws -> ManifestMending? {
        do { return try file.mend(options.changes.overrides) } catch {
            printError("mcp-auth check: \(error)")
            throw ExitCode(1)
        }
    }

    private func report(_ mending: ManifestMending?, of file: ManifestFile, showsChange: Bool) throws {
        guard let mending, mending.count > 0 else { return }
        try printAnswer(
            (showsChange ? mending.diff : "") + "\(file.path): \(counted(mending.count, "problem")) mended")
    }

    private func printSummary(_ checked: CheckedManifest) throws {
        guard checked.isUsable else { throw refusal(of: checked.file, checked.problems) }
        if !checked.passes(isStrict: strict) {
            printError(
                "\(checked.file.title): usable, but \(counted(checked.warnings, "warning")), which --strict refuses"
            )
        } else if let summary = checked.summary {
            try printAnswer(summary)
        }
    }
}

/// As other commands have it, and one more.
enum CheckFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
    case github
}
