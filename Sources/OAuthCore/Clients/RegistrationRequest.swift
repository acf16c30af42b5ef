import JSON
import OAuthModel
import WireText

/// The checks of client metadata (RFC 7591 §2), from the document as sent to ``ClientMetadata``.
struct RegistrationRequest {
    /// Kept and given back as sent; the URI members are checked all the same.
    static let descriptiveMembers: Set<WireText> = [
        "client_uri", "logo_uri", "tos_uri", "policy_uri", "contacts", "software_id", "software_version",
    ]
    private static let uriMembers: Set<WireText> = ["client_uri", "logo_uri", "tos_uri", "policy_uri"]
    private static let maximumTextLength = 2048

    let policy: RegistrationPolicy
    let configuration: CoreConfiguration

    func metadata(_ document: JSONObject) throws(OAuthError) -> ClientMetadata {
        let applicationType = try applicationType(document)
        let method = try authenticationMethod(document)
        try checkResponseTypes(document)
        let redirects = try redirects(document)
        return ClientMetadata(
            redirectURIs: redirects.uris,
            authenticationMethod: method ?? .clientSecretBasic,
            namedAuthenticationMethod: method != nil, grantTypes: try grantTypes(document),
            // A scheme of its own says what the client is; `web` beside it came from somebody's default.
            applicationType: applicationType == .web && redirects.hasPrivateUse ? .native : applicationType,
            name: try name(document),
            scope: try scope(document),
            descriptive: try descriptive(document))
    }

    private func redirects(
        _ document: JSONObject
    ) throws(OAuthError) -> (uris: [RedirectURI], hasPrivateUse: Bool) {
        guard let texts = document["redirect_uris"]?.strings, !texts.isEmpty else {
            throw OAuthError(.invalidRedirectURI, "redirect_uris must be an array of at least one URI")
        }
        guard texts.count <= 20 else {
            throw OAuthError(.invalidRedirectURI, "redirect_uris has more than 20 entries")
        }
        let rule = RedirectURIRule(
            schemes: policy.schemes, allowsReverseDomainSchemes: policy.allowsReverseDomainSchemes)
        var hasPrivateUse = false
        for text in texts {
            do throws(RedirectURIFlaw) {
                if try rule.check(text.ascii) == .privateUse { hasPrivateUse = true }
            } catch { throw error.refusal(of: text) }
        }
        return (texts.compactMap { RedirectURI($0) }, hasPrivateUse)
    }

    private func authenticationMethod(_ document: JSONObject) throws(OAuthError)
        -> ClientAuthenticationMethod?
    {
        guard let value = document["token_endpoint_auth_method"] else { return nil }
        guard let method = value.string?.ascii.flatMap(ClientAuthenticationMethod.init),
            configuration.authenticationMethods.contains(method)
        else {
            throw OAuthError(
                .invalidClientMetadata,
                "token_endpoint_auth_method is not one that this server offers; see its metadata")
        }
        return method
    }

    private func grantTypes(_ document: JSONObject) throws(OAuthError) -> [GrantType] {
        guard let value = document["grant_types"], value.array?.isEmpty != true else {
            return [.authorizationCode]
        }
        let types = value.strings?.map { $0.ascii.flatMap(GrantType.init) } ?? [nil]
        let known = types.compactMap(\.self)
        guard known.count == types.count, known.allSatisfy(configuration.grantTypes.contains) else {
            throw OAuthError(
                .invalidClientMetadata,
                "grant_types has a grant that this server does not offer; see its metadata")
        }
        guard known.contains(.authorizationCode) else {
            throw OAuthError(.invalidClientMetadata, "grant_types must include authorization_code")
        }
        return known
    }

    private func checkResponseTypes(_ document: JSONObject) throws(OAuthError) {
        guard let value = document["response_types"], value.array?.isEmpty != true else { return }
        guard value.strings == ["code"] else {
            throw OAuthError(
                .invalidClientMetadata, "response_types must be code, the only one that this server offers")
        }
    }

    private func applicationType(_ document: JSONObject) throws(OAuthError) -> ApplicationType? {
        guard let value = document["application_type"] else { return nil }
        guard let type = value.string?.ascii.flatMap(ApplicationType.init) else {
            throw OAuthError(.invalidClientMetadata, "application_type must be native or web")
        }
        return type
    }

    private func scope(_ document: JSONObject) throws(OAuthError) -> Scope? {
        guard let value = document["scope"] else { return nil }
        guard let scope = value.scope else {
            throw OAuthError(.invalidClientMetadata, "scope must be a string of scope tokens between spaces")
        }
        // RFC 7591 §2 lets a server replace what it can't grant; refusing would fail clients that ask for everything.
        let kept = Scope(scope.tokens.filter(configuration.knownScope.contains))
        return kept.isEmpty ? kept : kept.completed(by: configuration.defaultScope)
    }

    private func name(_ document: JSONObject) throws(OAuthError) -> WireText? {
        guard let value = document["client_name"] else { return nil }
        guard let name = value.string, name.utf8.count <= Self.maximumTextLength else {
            throw OAuthError(.invalidClientMetadata, "client_name must be a string of at most 2048 bytes")
        }
        return name
    }

    private func descriptive(_ document: JSONObject) throws(OAuthError) -> [(
        name: WireText, value: JSONValue
    )] {
        var kept: [(name: WireText, value: JSONValue)] = []
        for member in document.members where Self.descriptiveMembers.contains(member.name) {
            if Self.uriMembers.contains(member.name) {
                let scheme = member.value.string?.ascii.flatMap { URIParts($0) }?.scheme.lowercased()
                guard scheme == "https" || scheme == "http" else {
                    throw OAuthError(
                        .invalidClientMetadata,
                        "client_uri, logo_uri, tos_uri and policy_uri must be web addresses",
                        cause: "member \(member.name)")
                }
            } else {
                let texts = member.value.strings ?? member.value.string.map { [$0] }
                guard let texts, texts.reduce(0, { $0 + $1.utf8.count }) <= Self.maximumTextLength else {
                    throw OAuthError(
                        .invalidClientMetadata,
                        "contacts must be an array of strings, software_id and software_version strings, of at most 2048 bytes",
                        cause: "member \(member.name)")
                }
            }
            kept.append(member)
        }
        return kept
    }
}
