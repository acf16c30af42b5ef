import ArgumentParser
import AuthorizationServer
import RouteManifest

/// Which manifest, and what the command line changes of it.
struct ManifestOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "The manifest to read, - for standard input (default: routes.yaml).", valueName: "file"))
    private var file: String?

    @Option(
        name: [.customShort("m"), .customLong("manifest")],
        help: ArgumentHelp("The same, for scripts.", valueName: "file"))
    private var named: String?

    @Option(
        name: .long, help: ArgumentHelp("The profile to use instead of the manifest's.", valueName: "name"))
    var profile: String?

    @Option(name: .long, help: ArgumentHelp("Routes to switch on, between commas.", valueName: "routes"))
    var enable: [String] = []

    @Option(name: .long, help: ArgumentHelp("Routes to switch off, between commas.", valueName: "routes"))
    var disable: [String] = []

    func validate() throws {
        guard let file, let named, file != named else { return }
        throw ValidationError("FILE and --manifest name two manifests; give one of them")
    }

    /// Reads the manifest, tells what is wrong with it on standard error, and ends the program if it can't be used.
    ///
    /// - Parameter quietly: Warnings are not told: for commands that serve nothing.
    func load(quietly: Bool = false) throws -> (manifest: Manifest, file: ManifestFile, warnings: Int) {
        let file = manifest
        let result: ManifestResult
        do { result = try read(file) } catch { throw failure(error) }
        for diagnostic in result.diagnostics where !quietly || diagnostic.severity == .error {
            printError(diagnostic.rendered(Output.ink))
        }
        let errors = result.diagnostics.count { $0.severity == .error }
        guard let manifest = result.manifest else {
            printError("\(file.path): \(counted(errors, "error")), not usable")
            throw ExitCode(2)
        }
        return (manifest, file, result.diagnostics.count - errors)
    }

    var manifest: ManifestFile { ManifestFile(argument: named ?? file ?? "routes.yaml") }

    func read(_ file: ManifestFile) throws(LaunchError) -> ManifestResult {
        try file.load(
            ManifestOverrides(profile: profile, enable: names(enable), disable: names(disable)))
    }

    private func names(_ lists: [String]) -> [String] {
        lists.flatMap { $0.filter { $0 != " " }.split(separator: ",") }.map(String.init)
    }
}

func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
}

/// Says why the program ends, on standard error, and with which status.
func failure(_ error: LaunchError) -> ExitCode {
    printError("mcp-auth: \(error)")
    return ExitCode(error.exitStatus)
}
