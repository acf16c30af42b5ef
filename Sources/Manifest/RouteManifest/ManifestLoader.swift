import Diagnostics
import YAML

/// Reads a manifest: from bytes to a ``Manifest``, or to everything that keeps it from being one.
package struct ManifestLoader: Sendable {
    private let surroundings: ManifestSurroundings
    private let overrides: ManifestOverrides

    package init(surroundings: ManifestSurroundings, overrides: ManifestOverrides = ManifestOverrides()) {
        self.surroundings = surroundings
        self.overrides = overrides
    }

    package func load(_ text: [UInt8], isTelling: Bool = false) -> ManifestResult {
        load(ManifestText(fileName: "routes.yaml", text: text), isTelling: isTelling)
    }

    /// Takes any bytes whatever.
    ///
    /// - Parameters:
    ///   - overlays: What is laid over the manifest, in this order.
    ///   - isTelling: What holds is told, value by value, with where it comes from.
    package func load(
        _ manifest: ManifestText, under overlays: [ManifestText] = [], isTelling: Bool = false
    ) -> ManifestResult {
        let decoding = Decoding(
            LaidTexts([manifest] + overlays), surroundings: surroundings, overrides: overrides,
            isTelling: isTelling)
        let manifest = decoding.manifest()
        return ManifestResult(manifest, decoding.diagnostics(), of: decoding.shown.first, told: decoding.told)
    }
}

extension Decoding {
    fileprivate func manifest() -> Manifest? {
        guard let root else {
            if isWhole {
                findings.error(
                    .missingKey, "the file is empty", at: .fileStart,
                    hint: "start from the shipped routes.yaml")
            }
            return nil
        }
        let field = Field(
            label: "the manifest", path: .root, node: root, keySpan: .fileStart, decoding: self)
        return KeyList<ManifestDraft>.manifest.read(field) { draft, reader in
            let facts = ManifestFacts(draft: draft, reader: reader, isWhole: !findings.hasErrors)
            for check in ManifestCheck.all { check.run(facts, findings) }
            tellSwitches(draft)
            return draft.manifest
        }
    }
}

extension SourceSpan {
    /// Where the manifest begins.
    static let fileStart = SourceSpan(
        start: SourceMark(source: 0, line: 1, column: 1), end: SourceMark(source: 0, line: 1, column: 1))
}
