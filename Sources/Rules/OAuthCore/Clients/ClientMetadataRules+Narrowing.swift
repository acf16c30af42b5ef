import JSON
import OAuthModel
import WireText

/// What is kept of the lists in which a client asks for more than is offered here.
extension ClientMetadataRules {
    /// Those that are on and open to whoever asks, each once. One that begins something must be among them.
    func grantTypes(_ document: StatedMetadata) throws(OAuthError) -> [GrantType] {
        let asked = try document.words(
            "grant_types", or: "authorization_code", else: .grantTypesMalformed)
        var kept: [GrantType] = []
        for name in asked {
            let offered = configuration.grantTypes.first { name.equals($0.name) }
            if let offered, offered.isOpen, !kept.contains(offered) { kept.append(offered) }
        }
        guard kept.contains(where: \.begins) else {
            throw OAuthError(RegistrationReason.grantTypesUnsupported, quoting: joined(asked))
        }
        return kept
    }

    /// Nothing but `code` is offered, so nothing is kept: it goes with the grant of codes (RFC 7591 §2.1).
    func checkResponseTypes(_ document: StatedMetadata) throws(OAuthError) {
        let asked = try document.words(
            "response_types", or: "code", else: .responseTypesMalformed)
        guard asked.contains("code") else {
            throw OAuthError(RegistrationReason.responseTypesUnsupported, quoting: joined(asked))
        }
    }

    func scope(_ document: StatedMetadata) throws(OAuthError) -> Scope? {
        guard let value = document["scope"] else { return nil }
        guard let scope = value.scope else {
            throw OAuthError(RegistrationReason.clientScopeMalformed, quoting: value.string)
        }
        let kept = Scope(scope.tokens.filter(configuration.knownScope.contains))
        return kept.isEmpty ? kept : kept.completed(by: configuration.defaultScope)
    }

    private func joined(_ words: [WireText]) -> WireText {
        WireText(repairing: words.map(\.bytes).joined(separator: [0x20]).map(\.self))
    }
}

extension StatedMetadata {
    /// A list of words; the default of the RFC where it is absent or empty (RFC 7591 §2).
    fileprivate func words(
        _ name: StaticString, or standing: WireText, else reason: RegistrationReason
    ) throws(OAuthError) -> [WireText] {
        guard let value = self[name] else { return [standing] }
        guard let words = value.strings else { throw OAuthError(reason) }
        return words.isEmpty ? [standing] : words
    }
}
