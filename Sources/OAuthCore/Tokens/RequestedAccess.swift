import OAuthModel
import WireText

extension RequestParameters {
    /// What a token request asks for, within what was granted: the resources that it names, and of the scope what means
    /// something there.
    func access(
        within grant: GrantedAccess, _ configuration: CoreConfiguration
    ) throws(OAuthError) -> (Scope, [ResourceIndicator]) {
        let requested = try scope(within: grant.scope)
        let resources = try resources(within: configuration.standing(grant.resources))
        return (try configuration.scope(requested, at: resources), resources)
    }

    /// The resources that a token request names (RFC 8707 §2.2): all that were granted when it names none, and never one that
    /// was not.
    private func resources(within granted: [ResourceIndicator]) throws(OAuthError) -> [ResourceIndicator] {
        let texts = all("resource")
        guard !texts.isEmpty else { return granted }
        var requested: [ResourceIndicator] = []
        for text in texts {
            guard let index = ResourceIndicator(text).flatMap(granted.firstIndex) else {
                throw OAuthError(
                    .invalidTarget, "resource is not one that was authorized",
                    cause: "resource \(text.excerpt())")
            }
            if !requested.contains(granted[index]) { requested.append(granted[index]) }
        }
        return requested
    }

    /// The scope that a token request asks for, never wider than what was granted (RFC 6749 §6).
    private func scope(within granted: Scope) throws(OAuthError) -> Scope {
        guard let text = self["scope"] else { return granted }
        guard let requested = Scope(text), requested.isSubset(of: granted) else {
            throw OAuthError(
                .invalidScope, "scope is wider than what was granted", cause: "scope \(text.excerpt())")
        }
        return requested.isEmpty ? granted : requested
    }
}

extension CoreConfiguration {
    /// What was granted and still is a resource of this server: for one that was taken out of the manifest there are no new tokens.
    fileprivate func standing(
        _ granted: [ResourceIndicator]
    ) throws(OAuthError) -> [ResourceIndicator] {
        let standing = granted.filter { resource($0) != nil }
        guard !standing.isEmpty || granted.isEmpty else {
            throw OAuthError(
                .invalidTarget, "what was authorized is not a resource of this server any more",
                cause: "resource \(granted.map(\.text).joined(separator: " ").prefix(200))")
        }
        return standing
    }
}
