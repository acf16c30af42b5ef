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

    /// What is needed to serve: the manifest, and the pages that its routes show.
    struct Served {
        let manifest: Manifest
        let pages: RoutePages
        let file: ManifestFile
    }

    /// The same of the manifest and of its templates.
    ///
    /// - Parameters:
    ///   - isTrial: To try a login at a provider with, and for nothing else.
    ///   - whenRead: Called before anything is told of it.
    func loadServed(isTrial: Bool = false, _ whenRead: (Manifest) -> Void) throws -> Served {
        let file = manifest
        let result = read(file)
        if let manifest = result.manifest { whenRead(manifest) }
        let read = file.pages(of: result, isTrial: isTrial)
        let diagnostics = result.diagnostics + (read?.diagnostics ?? [])
        tell(diagnostics)
        guard let manifest = result.manifest, let pages = read?.pages else {
            throw refusal(of: file, diagnostics)
        }
        return Served(manifest: manifest, pages: pages, file: file)
    }

    var manifest: ManifestFile { changes.file(named ?? file ?? "routes.yaml") }

    func read(_ file: ManifestFile) -> ManifestResult { changes.read(file) }
}

func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
}
