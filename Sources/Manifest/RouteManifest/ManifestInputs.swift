package import Diagnostics
package import StrictYAML

/// What the command line says in addition to the file.
package struct ManifestOverrides: Sendable {
    /// `--profile`; nil: what the file says.
    package var profile: String?
    /// `--enable`, names of routes.
    package var enable: [String]
    /// `--disable`, names of routes.
    package var disable: [String]

    package init(profile: String? = nil, enable: [String] = [], disable: [String] = []) {
        self.profile = profile
        self.enable = enable
        self.disable = disable
    }
}

/// What the loader may know of the world around the file; it looks at nothing else.
package struct ManifestSurroundings: Sendable {
    package var environment: [String: String]
    /// Names of the files in the templates folder.
    package var templates: [String]
    /// Reads a secret file, named as the manifest names it: relative to the manifest unless it begins with `/`.
    package var readSecretFile: @Sendable (String) -> SecretFile
    /// Reads a file that is to be served, named by a path below the manifest's folder.
    package var readFile: @Sendable (String) -> StaticFile

    package init(
        environment: [String: String] = [:], templates: [String] = [],
        readSecretFile: @escaping @Sendable (String) -> SecretFile = { _ in .unreadable("no such file") },
        readFile: @escaping @Sendable (String) -> StaticFile = { _ in .unreadable("no such file") }
    ) {
        self.environment = environment
        self.templates = templates
        self.readSecretFile = readSecretFile
        self.readFile = readFile
    }
}

/// A manifest, or an overlay, that couldn't be read.
package struct UnreadableFile: Sendable {
    let name: String
    /// Why not, in the words of the system.
    let reason: String
    let isOverlay: Bool

    package init(_ name: String, reason: String, isOverlay: Bool) {
        self.name = name
        self.reason = reason
        self.isOverlay = isOverlay
    }
}

/// What came of loading a manifest.
package struct ManifestResult: FileResult {
    /// Nil when there is at least one error.
    package let manifest: Manifest?
    /// As far as they are known, those that are off too; nil when nothing is.
    package let routes: [Route]?
    /// Where the server keeps its data and listens, as far as that is known; nil when nothing is.
    package let standing: (store: StoreChoice, port: Int)?
    /// In the order of the file; what comes from the command line is last.
    package let diagnostics: [Diagnostic]
    /// Of the manifest itself; nil when it, or an overlay, couldn't be read.
    package let text: ShownText?
    /// What holds, where that was asked for, in the order of the language.
    package let told: [ToldValue]
    /// What its values are made of that stands neither in the manifest nor in an overlay.
    package let outside: Set<OutsideSource>
    /// What is missing before the server can be everybody's, in the order in which it is done; nil where it is not to be.
    package let publicSteps: [PublicStep]?
    package var isRead: Bool { routes != nil }

    /// - Parameter draft: The manifest, perhaps with errors.
    init(
        _ draft: Manifest?, _ diagnostics: [Diagnostic], of text: ShownText?, told: [ToldValue] = [],
        outside: Set<OutsideSource> = [], publicSteps: [PublicStep]? = nil
    ) {
        self.publicSteps = publicSteps
        self.told = told
        self.outside = outside
        manifest = diagnostics.contains { $0.severity == .error } ? nil : draft
        routes = draft?.routes
        standing = draft.map { ($0.store, $0.server.port) }
        self.diagnostics = diagnostics
        self.text = text
    }

    /// Of files that couldn't be read.
    package init(unreadable files: [UnreadableFile]) {
        self.init(
            nil,
            files.map { file in
                Diagnostic(
                    .error, DiagnosticCode.unreadable, "can't be read: \(file.reason)",
                    hint: file.isOverlay
                        ? "an overlay is named as seen from the current folder"
                        : "name the manifest, or run this where routes.yaml is", at: .file(file.name))
            }, of: nil)
    }
}
