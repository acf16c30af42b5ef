import YAML

/// Where everybody is a proxy, everybody chooses the address that is counted and logged.
func checkTrustedProxies(_ facts: ManifestFacts, _ findings: Findings) {
    guard let span = facts.server.everyProxySpan else { return }
    findings.warning(
        .trustedProxies, "everybody is trusted to say where a request came from: no rate limit holds",
        at: span,
        hint: "list the networks that your proxies are in")
}

/// What is in one process, or on one disk, no other process counts in.
func checkSharedLimitsHaveStore(_ facts: ManifestFacts, _ findings: Findings) {
    if case .redis = facts.store.choice { return }
    for span in Set(facts.active.compactMap(\.sharedLimitSpan)) {
        findings.warning(
            .sharedLimit, "no other process has this store: each counts alone, whatever 'shared' says",
            at: span,
            hint: "set store.redis_url, or remove shared")
    }
}
