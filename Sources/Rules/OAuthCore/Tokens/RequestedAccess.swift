import OAuthModel
import WireText

extension RequestParameters {
    /// What a token request asks for, within what was granted: the resources that it names, and of the scope what means
    /// something there.
    func access(
        within grant: GrantedAccess, _ configuration: CoreConfiguration
    ) throws(OAuthError) -> (Scope, [ResourceIndicator]) {
        let requested = try scope(within: grant.scope)
        let resources = try resources(within: configuration.standing(grant.resources), configuration)
        return (try configuration.scope(requested, at: resources), resources)
    }

    /// The resources that a token request names (RFC 8707 §2.2): all that were granted when it names none, and never one that
    /// was not.
    private func resources(
        within granted: [ResourceIndicator], _ configuration: CoreConfiguration
    ) throws(OAuthError) -> [ResourceIndicator] {
        let texts = all("resource")
        guard !texts.isEmpty else { return granted }
        var requested: [ResourceIndicator] = []
        for text in texts {
            guard let known = ResourceIndicator(text).flatMap(configuration.resource)?.indicator,
                granted.contains(known)
            else {
                throw OAuthError(
                    TokenReason.resourceUngranted,
                    facts: [
                        Fact("sent", text),
                        Fact("granted", granted.map(\.text).joined(separator: " ")),
                    ])
            }
            if !requested.contains(known) { requested.append(known) }
        }
        return requested
    }

    /// The scope that a token request asks for, never wider than what was granted (RFC 6749 §6).
    ///
    /// `offline_access` makes no request wider: there are clients that put it beside what they were granted whenever it is
    /// advertised. It is not granted by that.
    private func scope(within granted: Scope) throws(OAuthError) -> Scope {
        guard let text = self["scope"] else { return granted }
        let takes = { (token: ScopeToken) in token == .offlineAccess || granted.contains(token) }
        guard let requested = Scope(text), requested.tokens.allSatisfy(takes) else {
            throw OAuthError(
                TokenReason.scopeUngranted,
                facts: [Fact("sent", text), Fact("granted", granted.text)])
        }
        return requested.opensNothing ? granted : Scope(requested.tokens.filter(granted.contains))
    }
}

extension CoreConfiguration {
    /// What was granted and still is a resource of this server, as it is called now: for one that was taken out of the manifest
    /// there are no new tokens.
    fileprivate func standing(
        _ granted: [ResourceIndicator]
    ) throws(OAuthError) -> [ResourceIndicator] {
        var standing: [ResourceIndicator] = []
        for known in granted.compactMap({ resource($0)?.indicator }) where !standing.contains(known) {
            standing.append(known)
        }
        guard !standing.isEmpty || granted.isEmpty else {
            throw OAuthError(
                TokenReason.resourceGone,
                facts: [
                    Fact("granted", granted.map(\.text).joined(separator: " ")),
                    Fact("declared", resources.map(\.indicator.text).joined(separator: " ")),
                ])
        }
        return standing
    }
}
