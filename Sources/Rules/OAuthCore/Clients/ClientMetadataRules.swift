import JSON
import OAuthModel
import Web
import WireText

/// The rules of client metadata (RFC 7591 §2), wherever a document of it comes from: from what it states to ``ClientMetadata``.
///
/// What a client asks for beyond what is offered here is left out, and the answer says what was kept (§3.2.1): one document serves
/// a client at every server that it talks to. Refused is what leaves nothing usable, and what could do harm.
struct ClientMetadataRules {
    /// Kept and given back as sent; the pages are checked all the same.
    static let descriptiveMembers = StatedMetadata.pages.union([
        "contacts", "software_id", "software_version",
    ])
    private static let maximumTextLength = 2048

    let configuration: CoreConfiguration

    /// - Parameter methods: How the client may authenticate; `nil` when it didn't say.
    func metadata(
        _ document: StatedMetadata, authenticatedBy methods: [ClientAuthenticationMethod]?
    ) throws(OAuthError) -> ClientMetadata {
        let type = try applicationType(document)
        let grantTypes = try grantTypes(document)
        try checkResponseTypes(document)
        try document.checkKeys()
        let redirects = try redirects(document)
        let methods = methods ?? standingMethods
        return ClientMetadata(
            redirectURIs: redirects.uris, authenticationMethods: methods,
            grantTypes: grantTypes,
            // A scheme of its own says what the client is; `web` beside it came from somebody's default.
            applicationType: type == .web && redirects.hasPrivateUse ? .native : type,
            name: try name(document), scope: try scope(document),
            keys: try keys(document, for: methods), descriptive: try descriptive(document))
    }

    /// Who names no method is told the default of the RFC, and may show its secret in either way: as far as these are on.
    private var standingMethods: [ClientAuthenticationMethod] {
        let offered = configuration.authenticationMethods
        let both: [ClientAuthenticationMethod] = [.clientSecretBasic, .clientSecretPost]
        if both.allSatisfy(offered.contains) { return both }
        return [offered.first { $0 == .clientSecretBasic } ?? offered.first ?? .clientSecretBasic]
    }

    /// Kept where they are needed, and then there have to be some.
    func keys(
        _ document: StatedMetadata, for methods: [ClientAuthenticationMethod]
    ) throws(OAuthError) -> ClientKeys? {
        guard methods.contains(where: \.hasKey) else { return nil }
        let keys = try document.keys(loopback: configuration.documents?.loopback ?? [])
        guard keys != nil || methods.contains(where: { !$0.hasKey }) else {
            throw OAuthError(RegistrationReason.keysMissing)
        }
        return keys
    }

    func applicationType(_ document: StatedMetadata) throws(OAuthError) -> ApplicationType? {
        guard let value = document["application_type"] else { return nil }
        guard let type = value.string?.ascii.flatMap(ApplicationType.init) else {
            throw OAuthError(RegistrationReason.applicationTypeUnknown, quoting: value.string)
        }
        return type
    }

    func name(_ document: StatedMetadata) throws(OAuthError) -> WireText? {
        guard let value = document["client_name"] else { return nil }
        guard let name = value.string, name.utf8.count <= Self.maximumTextLength else {
            throw OAuthError(RegistrationReason.nameTooLong)
        }
        return name
    }

    func descriptive(
        _ document: StatedMetadata
    ) throws(OAuthError) -> [(name: WireText, value: JSONValue)] {
        var kept: [(name: WireText, value: JSONValue)] = []
        for member in document.members where Self.descriptiveMembers.contains(member.name) {
            if StatedMetadata.pages.contains(member.name) {
                let scheme = member.value.string?.ascii.flatMap { URIParts($0) }?.scheme.lowercased()
                guard scheme == "https" || scheme == "http" else {
                    throw OAuthError(RegistrationReason.pageNotAWebAddress, quoting: member.name)
                }
            } else {
                let texts = member.value.strings ?? member.value.string.map { [$0] }
                guard let texts, texts.reduce(0, { $0 + $1.utf8.count }) <= Self.maximumTextLength else {
                    throw OAuthError(RegistrationReason.memberMalformed, quoting: member.name)
                }
            }
            kept.append(member)
        }
        return kept
    }
}
