package import StrictYAML

/// Reads a manifest: from bytes to a ``Manifest``, or to everything that keeps it from being one.
package struct ManifestLoader: Sendable {
    private let surroundings: ManifestSurroundings
    private let overrides: ManifestOverrides

    package init(surroundings: ManifestSurroundings, overrides: ManifestOverrides = ManifestOverrides()) {
        self.surroundings = surroundings
        self.overrides = overrides
    }

    package func load(_ text: [UInt8], isTelling: Bool = false) -> ManifestResult {
        load(FileText(fileName: "routes.yaml", text: text), isTelling: isTelling)
    }

    /// Takes any bytes whatever.
    ///
    /// - Parameters:
    ///   - overlays: What is laid over the manifest, in this order.
    ///   - isTelling: What holds is told, value by value, with where it comes from.
    package func load(
        _ manifest: FileText, under overlays: [FileText] = [], isTelling: Bool = false
    ) -> ManifestResult {
        let decoding = Decoding(
            [manifest] + overlays, in: ManifestLanguage.language, environment: surroundings.environment,
            readSecretFile: surroundings.readSecretFile, isTelling: isTelling)
        defer { decoding.forget() }
        decoding[Invocation.self].surroundings = surroundings
        decoding[Invocation.self].overrides = overrides
        let manifest = decoding.manifest()
        return ManifestResult(
            manifest, decoding.diagnostics(), of: decoding.shown.first, told: decoding.told,
            outside: decoding.outside,
            publicSteps: decoding[PublicSteps.self].steps)
    }
}

extension Decoding {
    fileprivate func manifest() -> Manifest? {
        guard let whole else {
            if isWhole {
                findings.error(
                    .missingKey, "the file is empty", at: .fileStart,
                    hint: "start from the shipped routes.yaml")
            }
            return nil
        }
        return KeyList<ManifestDraft>.manifest.read(whole) { draft, reader in
            let facts = ManifestFacts(draft: draft, reader: reader, isWhole: !findings.hasErrors)
            for check in ManifestFacts.checks { check(facts, findings) }
            tellSwitches(draft)
            self[PublicSteps.self].steps = GoingPublic(facts)?.steps
            return draft.manifest
        }
    }
}

/// Who reads the file, and where.
private final class Invocation: Facts {
    var surroundings = ManifestSurroundings()
    var overrides = ManifestOverrides()
}

extension Decoding {
    var surroundings: ManifestSurroundings { self[Invocation.self].surroundings }
    var overrides: ManifestOverrides { self[Invocation.self].overrides }
}
