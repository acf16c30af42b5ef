import StrictYAML

/// Where the issuer is not this machine, nothing but the token tells an operator from others.
func checkOperatorsCanProveIt(_ facts: ManifestFacts, _ findings: Findings) {
    guard facts.isPublic, facts.server.settings.operatorToken == nil,
        !facts.server.operatorTokenFields.isGiven
    else { return }
    for route in facts.active where route.written?.auth == [.operators] {
        findings.warning(
            .operatorAccess,
            "nobody can open route '\(route.name)': the issuer is not loopback, and 'server' has no operator_token",
            at: route.field("auth")?.span ?? route.nameSpan,
            hint:
                "name a file under 'operator_token_file' of 'server'; make a token with: \(SecretKey.command)"
        )
    }
}
