import StrictYAML
import Web
import YAML

/// Where everybody is a proxy, everybody chooses the address that is counted and logged.
func checkTrustedProxies(_ facts: ManifestFacts, _ findings: Findings) {
    let entries = facts.server.field("trusted_proxies")?.entries ?? []
    let everybody = entries.first { entry in
        entry.filled.flatMap { try? IPNetwork($0) }?.isEverything == true
    }
    guard let span = everybody?.span else { return }
    findings.warning(
        .trustedProxies, "everybody is trusted to say where a request came from: no rate limit holds",
        at: span,
        hint: "list the networks that your proxies are in, such as [127.0.0.1, 10.0.0.0/8]")
}

/// What is in one process, or on one disk, no other process counts in.
func checkSharedLimitsHaveStore(_ facts: ManifestFacts, _ findings: Findings) {
    guard facts.store.choice.shared == nil else { return }
    var told: Set<SourceSpan> = []
    for field in facts.active.compactMap(\.sharedLimitField) where told.insert(field.span).inserted {
        field.warning(
            .sharedLimit, "no other process has this store: each counts alone, whatever 'shared' says",
            remedy: field.write("false").or("set redis_url under 'store'"))
    }
}
