import YAML

/// Where everybody is a proxy, everybody chooses the address that is counted and logged.
func checkTrustedProxies(_ facts: ManifestFacts, _ findings: Findings) {
    guard let span = facts.server.everyProxySpan else { return }
    findings.warning(
        .trustedProxies, "everybody is trusted to say where a request came from: no rate limit holds",
        at: span,
        hint: "list the networks that your proxies are in")
}

/// Nothing counts across processes in this version; who asks for it is told so.
func checkSharedLimitsAreCounted(_ facts: ManifestFacts, _ findings: Findings) {
    for span in Set(facts.active.compactMap(\.sharedLimitSpan)) {
        findings.warning(
            .sharedLimit, "each process counts for itself: 'shared' counts as 'instance' does", at: span,
            hint: "remove scope, and divide the rate by the number of processes")
    }
}
