import Pages
package import RouteManifest
import Router
import StrictYAML

/// A manifest on disk, with the folder of templates beside it.
package struct ManifestFile: Sendable {
    package let path: String
    /// What is laid over it, in this order: paths from the current folder.
    package let overlays: [String]
    /// The folder that it lies in; what it names relatively is relative to here.
    package let folder: String
    let environment: [String: String]
    package let isStandardInput: Bool

    /// As the command line names it: `-` is standard input, which lies nowhere, so what it names is sought in the current
    /// folder; so is what a file below `/dev` names.
    ///
    /// - Parameters:
    ///   - overlays: What they name relatively is relative to the manifest's folder, too.
    ///   - environment: What is interpolated.
    package init(
        argument: String, overlays: [String] = [],
        environment: [String: String] = SystemFiles.environment()
    ) {
        self.overlays = overlays
        isStandardInput = argument == "-"
        path = isStandardInput ? "standard input" : argument
        folder = isStandardInput || argument.hasPrefix("/dev/") ? "." : Self.folder(of: argument)
        self.environment = environment
    }

    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }

    /// All that it is read from.
    package var title: String {
        overlays.isEmpty ? path : "\(path) with \(overlays.joined(separator: ", "))"
    }

    var templatesFolder: String { folder == "." ? "templates" : folder + "/templates" }

    /// A path of the manifest as the process sees it.
    package func resolve(_ path: String) -> String {
        path.hasPrefix("/") ? path : folder + "/" + path
    }

    /// What is wrong is in the result, that the file can't be read among it.
    ///
    /// - Parameters:
    ///   - isTelling: What holds is told, value by value, with where it comes from.
    ///   - text: What the manifest is taken to hold; nil: what it does.
    package func load(
        _ overrides: ManifestOverrides, isTelling: Bool = false, holding text: [UInt8]? = nil
    ) -> ManifestResult {
        load(overrides, isTelling: isTelling, holding: text, notes: FileNotes(waits: true))
    }

    /// - Parameter notes: Is told what was read.
    func load(
        _ overrides: ManifestOverrides, isTelling: Bool, holding text: [UInt8]? = nil, notes: FileNotes
    ) -> ManifestResult {
        var unreadable: [UnreadableFile] = []
        var texts: [FileText] = []
        for (index, name) in ([path] + overlays).enumerated() {
            let isOverlay = index > 0
            do throws(SystemFiles.Failure) {
                let bytes =
                    if isOverlay {
                        try notes.read(name).bytes
                    } else if let text {
                        text
                    } else {
                        try self.text(notes)
                    }
                texts.append(FileText(fileName: name, text: bytes))
            } catch {
                unreadable.append(UnreadableFile(name, reason: error.reason, isOverlay: isOverlay))
            }
        }
        guard unreadable.isEmpty, let manifest = texts.first else {
            return ManifestResult(unreadable: unreadable)
        }
        let surroundings = ManifestSurroundings(
            environment: environment, templates: SystemFiles.names(in: templatesFolder),
            readSecretFile: { name in
                do throws(SystemFiles.Failure) {
                    let (bytes, mode) = try notes.read(resolve(name))
                    return .contents(bytes, worldReadable: mode & 0o004 != 0)
                } catch {
                    return .unreadable(error.reason)
                }
            },
            readFile: { name in
                let file = SystemFiles.staticFile(name, in: folder)
                if case .contents(let bytes) = file {
                    notes.note(resolve(name), bytes)
                } else {
                    notes.note(resolve(name), nil)
                }
                return file
            })
        return ManifestLoader(surroundings: surroundings, overrides: overrides).load(
            manifest, under: Array(texts.dropFirst()), isTelling: isTelling)
    }

    /// The same for who wants to know the names in it and nothing else: what it names is taken to be there and in order. Nil where a
    /// file can't be read at once.
    package func loadNames(_ overrides: ManifestOverrides) -> ManifestResult? {
        let texts = ([path] + overlays).filter(SystemFiles.isRegular).compactMap { name in
            (try? SystemFiles.read(name)).map { FileText(fileName: name, text: $0.bytes) }
        }
        guard !isStandardInput, texts.count == 1 + overlays.count, let manifest = texts.first else {
            return nil
        }
        let surroundings = ManifestSurroundings(
            environment: environment, templates: SystemFiles.names(in: templatesFolder),
            readSecretFile: { _ in
                .contents(Array(repeating: UInt8(ascii: "x"), count: 64), worldReadable: false)
            },
            readFile: { _ in .contents([]) })
        return ManifestLoader(surroundings: surroundings, overrides: overrides)
            .load(manifest, under: Array(texts.dropFirst()))
    }

    func text(_ notes: FileNotes = FileNotes(waits: true)) throws(SystemFiles.Failure) -> [UInt8] {
        guard isStandardInput else { return try notes.read(path).bytes }
        guard notes.waits else { throw SystemFiles.Failure(reason: "it was read at the start") }
        let bytes = try SystemFiles.standardInput()
        notes.note(path, bytes)
        return bytes
    }

    /// Reads the templates that this file's routes are served with, even when it has errors itself: all are told at once.
    ///
    /// - Parameter isTrial: They are for trying a login at a provider.
    package func pages(of result: ManifestResult, isTrial: Bool = false) -> RoutePagesResult? {
        pages(of: result, isTrial: isTrial, notes: FileNotes(waits: true))
    }

    func pages(of result: ManifestResult, isTrial: Bool, notes: FileNotes) -> RoutePagesResult? {
        result.routes.map {
            RoutePagesResult(
                $0, of: result.manifest,
                in: TemplateFolder(
                    path: templatesFolder, names: SystemFiles.names(in: templatesFolder),
                    noting: { notes.note($0, $1) }), isTrial: isTrial)
        }
    }
}
