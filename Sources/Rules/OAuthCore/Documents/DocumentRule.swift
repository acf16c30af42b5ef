import JSON
import OAuthModel
import WireText

/// A rule of client-id metadata documents: what is asked, where it stands, and how a document is held against it.
package struct DocumentRule: Sendable {
    package let name: String
    package let section: String
    /// What the document has to be like; goes on from its name.
    package let words: String
    /// - Returns: What is worth a word though the rule is kept.
    let check: @Sendable (DocumentDraft) throws(OAuthError) -> String?
}

/// A document that has been read as JSON, held against one rule after the other.
struct DocumentDraft {
    /// Its URL, byte for byte.
    let url: WireText
    let stated: StatedMetadata
    let rules: ClientMetadataRules

    var configuration: CoreConfiguration { rules.configuration }
}

extension DocumentRule {
    /// All of them, in the order in which a document is held against them. The first one that it breaks is why it is not taken.
    static let table: [DocumentRule] = [
        DocumentRule(
            name: "client_id", section: "client-id documents §4.1", words: "is the URL, byte for byte",
            check: clientID),
        DocumentRule(
            name: "secrets", section: "client-id documents §4.1",
            words: "client_secret and client_secret_expires_at are absent", check: secrets),
        DocumentRule(
            name: "shared-secrets", section: "client-id documents §4.1",
            words: "no method of authentication has a shared secret", check: sharedSecrets),
        DocumentRule(
            name: "methods", section: "SEP-3149", words: "one of the methods is offered here", check: methods),
        DocumentRule(
            name: "keys", section: "RFC 7591 §2",
            words: "public keys in jwks, or their place in jwks_uri, and some where a method needs them",
            check: { draft throws(OAuthError) in
                try draft.stated.checkKeys()
                _ = try draft.rules.keys(draft.stated, for: draft.methods)
                return nil
            }),
        DocumentRule(
            name: "redirect_uris", section: "RFC 9700 §2.1",
            words: "1 to 20 URIs: https, loopback, or of a scheme that is allowed", check: redirects),
        DocumentRule(
            name: "grant_types", section: "RFC 7591 §2", words: "one of them is offered here",
            check: grantTypes),
        DocumentRule(
            name: "response_types", section: "RFC 7591 §2.1", words: "code is among them",
            check: { draft throws(OAuthError) in
                try draft.rules.checkResponseTypes(draft.stated)
                return nil
            }),
        DocumentRule(
            name: "application_type", section: "OpenID Connect Registration §2",
            words: "native, web or absent",
            check: { draft throws(OAuthError) in
                _ = try draft.rules.applicationType(draft.stated)
                return nil
            }),
        DocumentRule(
            name: "scope", section: "RFC 7591 §2", words: "a string of scope tokens, or absent", check: scope),
        DocumentRule(
            name: "client_name", section: "RFC 7591 §2", words: "a string of at most 2048 bytes", check: name),
        DocumentRule(
            name: "pages", section: "RFC 7591 §2",
            words: "client_uri, logo_uri, tos_uri and policy_uri are web addresses, contacts texts",
            check: { draft throws(OAuthError) in
                _ = try draft.rules.descriptive(draft.stated)
                return nil
            }),
    ]

    private static func clientID(_ draft: DocumentDraft) throws(OAuthError) -> String? {
        let named = draft.stated["client_id"]?.string
        guard named == draft.url else {
            throw OAuthError(
                DocumentReason.documentOfAnother,
                facts: [Fact("has", named ?? "nothing"), Fact("url", draft.url)])
        }
        return nil
    }

    private static func secrets(_ draft: DocumentDraft) throws(OAuthError) -> String? {
        guard draft.stated["client_secret"] == nil, draft.stated["client_secret_expires_at"] == nil else {
            throw OAuthError(DocumentReason.documentHasSecret)
        }
        return nil
    }

    private static func sharedSecrets(_ draft: DocumentDraft) throws(OAuthError) -> String? {
        // `client_secret_jwt` too, and whatever else will be called so.
        let shared = try draft.namedMethods.first { $0.utf8.starts(with: "client_secret".utf8) }
        if let shared {
            throw OAuthError(DocumentReason.documentSharesSecret, facts: [Fact("has", shared)])
        }
        return nil
    }

    private static func methods(_ draft: DocumentDraft) throws(OAuthError) -> String? {
        let usable = try draft.methods
        let others = try draft.namedMethods.filter { named in
            !usable.contains { named.ascii == $0.rawValue }
        }
        return others.isEmpty ? nil : "left out, as not offered here: \(list(others))"
    }

    private static func redirects(_ draft: DocumentDraft) throws(OAuthError) -> String? {
        let uris = try draft.rules.redirects(draft.stated).uris
        let loopback = uris.filter(\.isLoopback)
        return loopback.isEmpty
            ? nil : "any port is taken for \(loopback.map(\.text).joined(separator: " "))"
    }

    private static func grantTypes(_ draft: DocumentDraft) throws(OAuthError) -> String? {
        let kept = try draft.rules.grantTypes(draft.stated)
        let others = (draft.stated["grant_types"]?.strings ?? []).filter { named in
            !kept.contains { named.equals($0.name) }
        }
        if !others.isEmpty { return "left out, as not offered here: \(list(others))" }
        return kept.contains(.refreshToken)
            ? nil : "no refresh_token: it is given one where offline_access was granted"
    }

    private static func scope(_ draft: DocumentDraft) throws(OAuthError) -> String? {
        guard let stated = draft.stated["scope"]?.scope, let kept = try draft.rules.scope(draft.stated) else {
            return nil
        }
        let others = stated.tokens.filter { !kept.contains($0) }.map(\.rawValue)
        return others.isEmpty ? nil : "left out, as unknown here: \(others.joined(separator: " "))"
    }

    private static func name(_ draft: DocumentDraft) throws(OAuthError) -> String? {
        try draft.rules.name(draft.stated) == nil ? "absent: people see an application without a name" : nil
    }

    private static func list(_ words: [WireText]) -> String {
        words.map { $0.excerpt(64) }.joined(separator: " ")
    }
}

extension DocumentDraft {
    /// Those of either member, each once; `none` where there is none of them (SEP-3149).
    fileprivate var namedMethods: [WireText] {
        get throws(OAuthError) {
            var named: [WireText] = []
            if let several = stated["token_endpoint_auth_methods_supported"] {
                guard let several = several.strings else {
                    throw OAuthError(DocumentReason.documentMethodsMalformed)
                }
                named = several
            }
            if let one = stated["token_endpoint_auth_method"] {
                guard let one = one.string else { throw OAuthError(DocumentReason.documentMethodsMalformed) }
                named.append(one)
            }
            var once: [WireText] = []
            for name in named where !once.contains(name) { once.append(name) }
            return once.isEmpty ? ["none"] : once
        }
    }

    /// Those that are offered here. `none` stands first: a document that would rather use another has it when it does.
    var methods: [ClientAuthenticationMethod] {
        get throws(OAuthError) {
            let named = try namedMethods
            let usable = named.compactMap { name in
                configuration.authenticationMethods.first { name.ascii == $0.rawValue && !$0.hasSecret }
            }
            guard !usable.isEmpty else {
                throw OAuthError(
                    DocumentReason.documentMethodsUnsupported,
                    facts: named.prefix(4).map { Fact("has", $0) })
            }
            return usable.filter { $0 == .none } + usable.filter { $0 != .none }
        }
    }
}
