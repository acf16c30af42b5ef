import ArgumentParser
import AuthorizationServer
import Diagnostics
import RouteManifest
import Router

/// Which manifest, and what the command line changes of it.
struct ManifestOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "The manifest to read, - for standard input (default: routes.yaml).", valueName: "file"),
        completion: .manifest)
    private var file: String?

    @Option(
        name: [.customShort("m"), .customLong("manifest")],
        help: ArgumentHelp("The same, for scripts.", valueName: "file"), completion: .manifest)
    private var named: String?

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
        if let file, let named, file != named {
            throw ValidationError("FILE and --manifest name two manifests; give one of them")
        }
        guard overlay.count <= ManifestText.mostOverlays else {
            throw ValidationError(
                "more than \(ManifestText.mostOverlays) overlays; put some of them into one")
        }
    }

    /// Reads the manifest, tells what is wrong with it on standard error, and ends the program if it can't be used.
    ///
    /// - Parameter quietly: Warnings are not told: for commands that serve nothing.
    func load(quietly: Bool = false) throws -> (manifest: Manifest, file: ManifestFile) {
        let file = manifest
        return (try use(read(file), of: file, quietly: quietly), file)
    }

    /// The same with what holds, value by value.
    func loadTold() throws -> ManifestResult {
        let file = manifest
        let result = read(file, isTelling: true)
        _ = try use(result, of: file, quietly: false)
        return result
    }

    private func use(_ result: ManifestResult, of file: ManifestFile, quietly: Bool) throws -> Manifest {
        tell(result.diagnostics.filter { !quietly || $0.severity == .error })
        guard let manifest = result.manifest else { throw refusal(of: file, result.diagnostics) }
        return manifest
    }

    /// What is needed to serve: the manifest, and the pages that its routes show.
    struct Served {
        let manifest: Manifest
        let pages: RoutePages
        let file: ManifestFile
        let warnings: Int
    }

    /// The same of the manifest and of its templates.
    func loadServed() throws -> Served {
        let file = manifest
        let result = read(file)
        let read = file.pages(of: result)
        let diagnostics = result.diagnostics + (read?.diagnostics ?? [])
        tell(diagnostics)
        guard let manifest = result.manifest, let pages = read?.pages else {
            throw refusal(of: file, diagnostics)
        }
        return Served(manifest: manifest, pages: pages, file: file, warnings: diagnostics.count)
    }

    private func tell(_ diagnostics: [Diagnostic]) {
        for diagnostic in diagnostics { printError(diagnostic.rendered(Output.ink)) }
    }

    private func refusal(of file: ManifestFile, _ diagnostics: [Diagnostic]) -> ExitCode {
        let errors = diagnostics.count { $0.severity == .error }
        printError("\(file.title): \(counted(errors, "error")), not usable")
        return ExitCode(2)
    }

    var manifest: ManifestFile {
        ManifestFile(argument: named ?? file ?? "routes.yaml", overlays: overlay)
    }

    func read(_ file: ManifestFile, isTelling: Bool = false) -> ManifestResult {
        file.load(
            ManifestOverrides(profile: profile, enable: names(enable), disable: names(disable)),
            isTelling: isTelling)
    }

    private func names(_ lists: [String]) -> [String] {
        lists.flatMap { $0.filter { $0 != " " }.split(separator: ",") }.map(String.init)
    }
}

func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
}
