import Pages
package import RouteManifest
import Router

/// A manifest on disk, with the folder of templates beside it.
package struct ManifestFile: Sendable {
    package let path: String
    /// The folder that it lies in; what it names relatively is relative to here.
    package let folder: String
    private let environment: [String: String]
    private let isStandardInput: Bool

    /// As the command line names it: `-` is standard input, which lies nowhere, so what it names is sought in the current
    /// folder; so is what a file below `/dev` names.
    ///
    /// - Parameter environment: What is interpolated.
    package init(argument: String, environment: [String: String] = SystemFiles.environment()) {
        isStandardInput = argument == "-"
        path = isStandardInput ? "standard input" : argument
        folder = isStandardInput || argument.hasPrefix("/dev/") ? "." : Self.folder(of: argument)
        self.environment = environment
    }

    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }

    private var templatesFolder: String { folder == "." ? "templates" : folder + "/templates" }

    /// A path of the manifest as the process sees it.
    package func resolve(_ path: String) -> String {
        path.hasPrefix("/") ? path : folder + "/" + path
    }

    /// What is wrong is in the result, that the file can't be read among it.
    ///
    /// - Parameter isTelling: What holds is told, value by value, with where it comes from.
    package func load(_ overrides: ManifestOverrides, isTelling: Bool = false) -> ManifestResult {
        let text: [UInt8]
        do { text = try isStandardInput ? SystemFiles.standardInput() : SystemFiles.read(path).bytes } catch {
            return ManifestResult(unreadable: path, reason: error.reason)
        }
        let surroundings = ManifestSurroundings(
            environment: environment, templates: SystemFiles.names(in: templatesFolder),
            readSecretFile: { name in
                do throws(SystemFiles.Failure) {
                    let (bytes, mode) = try SystemFiles.read(resolve(name))
                    return .contents(bytes, worldReadable: mode & 0o004 != 0)
                } catch {
                    return .unreadable(error.reason)
                }
            },
            readFile: { SystemFiles.staticFile($0, in: folder) })
        return ManifestLoader(surroundings: surroundings, overrides: overrides)
            .load(text, fileName: path, isTelling: isTelling)
    }

    /// Reads the templates that this file's routes are served with, even when it has errors itself: all are told at once.
    package func pages(of result: ManifestResult) -> RoutePagesResult? {
        result.routes.map {
            RoutePagesResult(
                $0, plan: result.manifest.map(RoutePlan.init),
                in: TemplateFolder(path: templatesFolder, names: SystemFiles.names(in: templatesFolder)))
        }
    }
}
