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

    @OptionGroup var changes: ManifestChanges

    func validate() throws {
        guard let file, let named, file != named else { return }
        throw ValidationError("FILE and --manifest name two manifests; give one of them")
    }

    /// Reads the manifest, tells what is wrong with it on standard error, and ends the program if it can't be used.
    ///
    /// - Parameter quietly: Warnings are not told: for commands that serve nothing.
    func load(quietly: Bool = false) throws -> (manifest: Manifest, file: ManifestFile) {
        let file = manifest
        return (try changes.load(file, quietly: quietly), file)
    }

    /// The same of the manifest and of its templates.
    ///
    /// - Parameters:
    ///   - isTrial: To try a login at a provider with, and for nothing else.
    ///   - whenRead: Called before anything is told of it.
    func loadServed(isTrial: Bool = false, _ whenRead: (Manifest) -> Void) throws -> ServedFiles {
        let reading = manifest.read(changes.overrides, isTrial: isTrial)
        if let manifest = reading.result.manifest { whenRead(manifest) }
        tell(reading.diagnostics)
        guard let served = reading.served else { throw refusal(of: reading.file, reading.diagnostics) }
        return served
    }

    var manifest: ManifestFile { changes.file(named ?? file ?? "routes.yaml") }

    func read(_ file: ManifestFile) -> ManifestResult { changes.read(file) }
}

func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
}
