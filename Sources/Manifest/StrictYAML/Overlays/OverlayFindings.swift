import Diagnostics
import YAML

extension Decoding {
    /// Says what an overlay can't have meant.
    func add(_ slip: OverlaySlip) {
        let removal = Remedy(
            "remove it", edit: slip.home.flatMap { collection($0.collection).removal(of: $0.index) })
        switch slip.kind {
        case .noMapping(let overlay):
            findings.error(
                .wrongType, "an overlay must be a mapping of keys to values, not \(overlay.kindName)",
                at: slip.span, hint: "such as server: { port: 8080 }")
        case .nothingToRemove(let name, let known):
            findings.warning(
                .overlay, "there is no \(quoted(name)) here to remove", at: slip.span,
                remedy: meant(by: name, among: known, slip) ?? removal)
        case .nothingToAdd:
            findings.warning(
                .overlay, "a list without entries adds nothing to those of the manifest", at: slip.span,
                remedy: Remedy("write null", edit: Remedy.Edit(slip.span, "null")).because("that removes all")
            )
        case .otherThanManifest(let key, let scalar):
            findings.error(
                .version, "'\(key)' is \(quoted(scalar.text)) in the manifest, and an overlay has no other",
                at: slip.span,
                remedy: removal)
        case .twoIdentities(let key):
            findings.error(
                .conflictingKeys, "'\(key)' is not what this entry stands under", at: slip.span,
                remedy: removal)
        }
    }

    private func meant(by name: String, among known: [OverlaySlip.Known], _ slip: OverlaySlip) -> Remedy? {
        guard known.count <= Field.mostEntries else { return nil }
        let names = known.filter { sources.secret(at: $0.span) == nil }.map(\.name)
        let meant = Remedy.meant(by: name, among: names, called: nil) { name in
            name.contains("$") ? nil : Remedy.Edit(slip.span, YAMLText.scalar(name))
        }
        // What is there already can't be written a second time.
        let others = slip.home?.collection.mappingEntries ?? []
        return others.contains { $0.key == meant?.edit?.text } ? nil : meant
    }
}
