import ArgumentParser
import AuthorizationServer
import Diagnostics
import LineLog
import RouteManifest
import StrictYAML

/// What the command line changes of a manifest, whichever that is.
struct ManifestChanges: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "A partial manifest to lay over it; may be given several times, later ones on top.",
            valueName: "file"),
        completion: .manifest)
    var overlay: [String] = []

    @Option(
        name: .long, help: ArgumentHelp("The profile to use instead of the manifest's.", valueName: "name"),
        completion: .profiles)
    var profile: String?

    @Option(
        name: .long, help: ArgumentHelp("Routes to switch on, between commas.", valueName: "routes"),
        completion: .routes)
    var enable: [String] = []

    @Option(
        name: .long, help: ArgumentHelp("Routes to switch off, between commas.", valueName: "routes"),
        completion: .routes)
    var disable: [String] = []

    func validate() throws {
        guard overlay.count <= FileText.mostOverlays else {
            throw ValidationError(
                "more than \(FileText.mostOverlays) overlays; put some of them into one")
        }
    }

    func file(_ argument: String) -> ManifestFile { ManifestFile(argument: argument, overlays: overlay) }

    func read(_ file: ManifestFile, isTelling: Bool = false) -> ManifestResult {
        file.load(overrides, isTelling: isTelling)
    }

    var overrides: ManifestOverrides {
        ManifestOverrides(profile: profile, enable: names(enable), disable: names(disable))
    }

    /// Reads a manifest, tells what is wrong with it on standard error, and ends the program if it can't be used.
    func load(_ file: ManifestFile, quietly: Bool) throws -> Manifest {
        try use(read(file), of: file, quietly: quietly)
    }

    /// The same with what holds, value by value.
    func loadTold(_ file: ManifestFile) throws -> ManifestResult {
        let result = read(file, isTelling: true)
        _ = try use(result, of: file, quietly: false)
        return result
    }

    private func use(_ result: ManifestResult, of file: ManifestFile, quietly: Bool) throws -> Manifest {
        tell(result.diagnostics.filter { !quietly || $0.severity == .error })
        guard let manifest = result.manifest else { throw refusal(of: file, result.diagnostics) }
        return manifest
    }

    private func names(_ lists: [String]) -> [String] {
        lists.flatMap { $0.filter { $0 != " " }.split(separator: ",") }.map(String.init)
    }
}

func tell(_ diagnostics: [Diagnostic]) {
    for diagnostic in diagnostics {
        printError(
            diagnostic.rendered(Output.ink), level: diagnostic.severity == .warning ? .warning : .error)
    }
}

/// Says that a manifest can't be used, once it has been told why.
func refusal(of file: ManifestFile, _ diagnostics: [Diagnostic]) -> ExitCode {
    let errors = diagnostics.count { $0.severity == .error }
    printError("\(file.title): \(counted(errors, "error")), not usable")
    return ExitCode(2)
}
