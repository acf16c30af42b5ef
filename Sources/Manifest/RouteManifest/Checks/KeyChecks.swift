import OAuthModel
import StrictYAML

/// Whoever keeps a copy of the key set learns of a new key when that is over.
func checkKeysAreKnownBeforeTheySign(_ facts: ManifestFacts, _ findings: Findings) {
    let ahead = facts.keys.policy.publishAhead
    for route in facts.active where route.handler == .jwks {
        guard let cache = route.written?.cache, cache > ahead else { continue }
        let needed = DurationText.render(cache)
        let field = facts.keys.aheadField ?? route.field("cache")
        findings.error(
            .lifetimes,
            "a new key would sign after \(DurationText.render(ahead)), and copies of the key set (route '\(route.name)') are kept for \(needed)",
            at: field?.span ?? route.nameSpan,
            remedy: facts.keys.aheadField?.write(needed) ?? field?.write(DurationText.render(ahead)))
    }
}
