import OAuthModel
import StrictYAML
import Web

/// A loopback issuer names this process, so its port is the one listened on; another one is a mistake, unless a proxy listens there.
func checkIssuerPort(_ facts: ManifestFacts, _ findings: Findings) {
    let server = facts.server.settings
    guard let field = facts.server.field("issuer"), facts.server.isIssuerKnown, server.issuer.isLoopback,
        server.issuer.port != server.port, server.trustedProxies.isEmpty
    else { return }
    field.warning(
        .issuer, "clients are sent to port \(server.issuer.port), but the server listens on \(server.port)",
        remedy: field.write(server.issuer.listening(on: server.port)).or(
            "list the proxy that listens on \(server.issuer.port) in trusted_proxies"))
}

/// A loopback issuer is trusting towards this machine; whoever else can connect should not meet that.
func checkBindAddresses(_ facts: ManifestFacts, _ findings: Findings) {
    let server = facts.server
    guard server.isIssuerKnown, !facts.isPublic, server.settings.bind.contains(where: { !$0.isLoopback }),
        let bind = server.field("bind")
    else { return }
    let open = bind.entries.first { $0.filled.flatMap { IPAddress($0) }?.isLoopback == false }
    findings.warning(
        .bind, "other machines can connect, but the issuer is loopback: they reach the demo login",
        at: (open ?? bind).span,
        remedy: bind.loopback().or("set the issuer to the address that others use"))
}

/// What is right between the containers of a developer is not right beside a server for everybody.
func checkDevelopmentHostsAreAmongThemselves(_ facts: ManifestFacts, _ findings: Findings) {
    let server = facts.server.settings
    guard let field = facts.server.field("development_hosts"), facts.server.isIssuerKnown,
        server.issuer.reach == .anywhere, !server.plainHTTPHosts.development.isEmpty
    else { return }
    field.warning(
        .developmentHosts,
        "codes and tokens of a public issuer travel in the clear to the hosts that are listed here",
        remedy: field.remove().or("list the issuer's host too, where all of it is for development"))
}

/// What stands in the file is read by everybody who reads the file. On this machine that is a demonstration.
func checkSecretsInManifest(_ facts: ManifestFacts, _ findings: Findings) {
    guard facts.isPublic else { return }
    for (span, key) in facts.decoding[ProofSecrets.self].inManifest {
        findings.warning(
            .secretInManifest, "this secret can be read in the manifest, and the issuer is not loopback",
            at: span,
            hint: "name a file under '\(key.name)_file', or a variable: ${NAME}")
    }
}

/// All processes on one store have to know one secret. One that a process makes for itself is known on this machine only.
func checkSharedStoreHasSecret(_ facts: ManifestFacts, _ findings: Findings) {
    guard let span = facts.store.sharedSpan, let store = facts.store.choice.shared?.name,
        facts.server.settings.secret == nil, !facts.server.secretFields.isGiven
    else { return }
    if facts.isPublic {
        findings.error(
            .sharedSecret, "the state in \(store) is shared, but the server has no secret to share", at: span,
            hint:
                "name a file under 'secret_file' of 'server', with one secret for all machines: \(SecretKey.command)"
        )
    } else {
        findings.warning(
            .sharedSecret,
            "what is put into \(store) can be read by processes with the same data folder only", at: span,
            hint: "name a file under 'secret_file' of 'server', with one secret for all processes")
    }
}
