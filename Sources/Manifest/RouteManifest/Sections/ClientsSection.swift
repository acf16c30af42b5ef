import Diagnostics
import OAuthModel
import YAML

/// A client with the places that later checks point at.
struct ClientDraft {
    let declaration: PreRegisteredClient
    let idSpan: SourceSpan
    let methodSpan: SourceSpan
    let grantsField: Field?
    /// What says that it has these grants and no others.
    let grants: ([GrantType]) -> Remedy
    let secret: FoundSecret?
}

/// An entry of `clients`, and what has been read before it.
struct ClientEntry {
    fileprivate var scopes: [DeclaredScope] = []
    fileprivate var resources: [ResourceDraft] = []
    fileprivate var registration = RegistrationDraft()
    fileprivate var id: String?
    fileprivate var name: String?
    fileprivate var redirects: [RedirectURI] = []
    fileprivate var method: ClientAuthenticationMethod?
    fileprivate var secret = SecretFields(key: .secret)
    fileprivate var grants: [GrantType]?
    fileprivate var ceiling: [ScopeToken]?
    fileprivate var type = ApplicationType.native
    fileprivate var reader: MappingReader?

    fileprivate var owner: String { id.map { "client '\($0)'" } ?? "a client" }

    /// A client that begins no grant by way of a browser needs no redirect URI.
    fileprivate var needsNoRedirect: Bool {
        let begun = grants?.filter(\.begins) ?? []
        return !begun.isEmpty && !begun.contains(where: \.needsRedirect)
    }
}

extension KeyList<ClientEntry> {
    static let client = KeyList(
        "a client",
        example: "{ client_id: my-client, redirect_uris: [\"http://localhost/callback\"] }",
        for: "the authorization and token endpoints", untouched: ClientEntry()
    ) {
        Key(
            "client_id", .identifier(called: "client"), \.id, example: "my-client",
            "The name under which it asks."
        ).required("such as client_id: my-client")
        Key(
            "name", .line(), \.name, example: "My client", standing: "its id",
            "How the consent page calls it.")
        Key(
            "redirect_uris",
            .list(of: .text(TextShape("an absolute URI: https, loopback, or a scheme of `registration`"))),
            example: "[\"http://localhost/callback\"]",
            """
            Where the browser may be sent with the code. They compare exactly; on this machine any port is right \
            (RFC 8252 §7.3). A client that acts for itself alone has none.
            """,
            text: { $0.redirects.isEmpty ? nil : YAMLText.list($0.redirects.map(\.text)) },
            accept: { field, draft, reader in
                guard let field else { return }
                draft.redirects = reader.decoding.redirectURIs(
                    field, of: draft.type, reader.field("application_type"), draft.registration)
            }
        ).required(
            "where the browser may be sent with the code, such as [\"http://localhost/callback\"]",
            unless: \.needsNoRedirect)
        Key(
            "token_endpoint_auth_method", .choice(), \.method, example: "client_secret_basic",
            standing: "client_secret_basic with a secret, else none",
            "How it says who it is; none: without a secret, as a program on a person's machine.")
        Key.secret(.secret, \.secret, "What it proves itself by, 24 bytes at least.")
        Key(
            "grant_types", .list(.choice()), \.grants, example: "[authorization_code, refresh_token]",
            standing: YAMLText.list(GrantType.standing.map(\.rawValue)),
            """
            What it may do. client_credentials: it acts for itself, without a person; it needs a secret and `scopes`, and must not \
            share a name with a person.
            """)
        Key(
            "scopes", .list(of: .text(TextShape("a declared scope"))), example: "[mcp]",
            standing: "every scope",
            "What it is given by default, and the most that it can be given.",
            text: { $0.ceiling.map { YAMLText.list($0.map(\.rawValue)) } },
            accept: { field, draft, reader in
                draft.ceiling = field.map {
                    reader.decoding.scopeCeiling(
                        $0, among: draft.scopes, draft.resources, of: draft.owner)
                }
            })
        Key(
            "application_type", .choice(), \.type, example: "web",
            "Whether it is a program on a person's machine or a web server, which has no private-use scheme."
        ).first()
    } together: { draft, reader in
        draft.reader = reader
    }
}

extension Decoding {
    func clients(
        _ field: Field?, scopes: [DeclaredScope], resources: [ResourceDraft],
        registration: RegistrationDraft
    ) -> [ClientDraft] {
        let blank = ClientEntry(scopes: scopes, resources: resources, registration: registration)
        return (field?.list(ofMappings: true) ?? []).compactMap { field in
            KeyList<ClientEntry>.client.read(field, blank).flatMap(client)
        }
    }

    /// What the keys mean together.
    private func client(_ entry: ClientEntry) -> ClientDraft? {
        guard let reader = entry.reader else { return nil }
        let owner = entry.owner
        let idField = reader.field("client_id")
        let methodField = reader.field("token_endpoint_auth_method")
        let grantsField = reader.field("grant_types")
        let method = entry.method ?? (entry.secret.isGiven ? .clientSecretBasic : .none)
        let found = entry.secret.read(atLeast: 24, for: owner)
        let isMisspelt = reader.isMisspelt(["secret", "secret_file"])
        let authentication =
            isMisspelt
            ? .none
            : authentication(
                method, found, entry.secret, owner, methodField,
                methodField?.span ?? idField?.span ?? reader.titleSpan)
        guard let id = entry.id, let idField else { return nil }
        let confidential = entry.grants?.first(where: \.isConfidential)
        if method == .none, !isMisspelt, let confidential {
            grantsField?.error(
                .authMethods, "\(owner) is public, and \(confidential.rawValue) is for clients with a secret",
                hint: Self.secretHint)
        }
        if entry.ceiling == nil, let confidential {
            let list = YAMLText.list(
                entry.scopes.filter { $0.isDefault && $0.token != .offlineAccess }.map(\.token.rawValue))
            grantsField?.error(
                .missingKey,
                "\(owner) needs 'scopes': with \(confidential.rawValue) it is given these, and no others",
                remedy: reader.add("scopes", list).ifMeant())
        }
        if methodField == nil, !entry.secret.isGiven, !isMisspelt {
            idField.warning(
                .publicClient,
                "\(owner) is public: it has no secret, and nothing says that it needs none",
                remedy: reader.add("token_endpoint_auth_method", "none").or(
                    "name a file under 'secret_file'"))
        }
        return ClientDraft(
            declaration: PreRegisteredClient(
                id: ClientID(rawValue: id), name: entry.name ?? id, redirectURIs: entry.redirects,
                authentication: authentication, grantTypes: entry.grants ?? GrantType.standing,
                scopeCeiling: entry.ceiling.flatMap { $0.isEmpty ? nil : Scope($0) },
                applicationType: entry.type),
            idSpan: idField.span, methodSpan: methodField?.span ?? idField.span,
            grantsField: grantsField,
            grants: { grants in
                let list = YAMLText.list(grants.map(\.rawValue))
                return grantsField?.writeYAML(list) ?? reader.add("grant_types", list)
            },
            secret: found)
    }

    fileprivate func scopeCeiling(
        _ field: Field, among scopes: [DeclaredScope], _ resources: [ResourceDraft],
        of owner: String
    ) -> [ScopeToken] {
        let names = scopeNames(field, among: scopes) { scope, entry in
            guard let remedy = remedyWhereUnlisted(scope, at: resources) else { return }
            entry.warning(
                .unlistedScope, "\(owner) is never granted \(quoted(scope.rawValue)): no resource lists it",
                remedy: remedy)
        }
        if !names.isEmpty, Scope(names).opensNothing {
            field.error(
                .noScopes, "\(owner) could be granted nothing that opens anything",
                remedy: field.remove(called: "scopes").or("add one to it").because(
                    "offline_access opens nothing by itself"))
        }
        return names
    }

    private func authentication(
        _ method: ClientAuthenticationMethod, _ found: FoundSecret?, _ fields: SecretFields, _ owner: String,
        _ methodField: Field?, _ place: SourceSpan
    ) -> ClientAuthentication {
        if !method.hasSecret, fields.isGiven {
            findings.error(
                .conflictingKeys,
                "\(owner) has a secret, but its method '\(method.rawValue)' never shows it",
                at: fields.span,
                remedy: methodField?.replaceEntry("token_endpoint_auth_method: client_secret_basic").or(
                    "remove the secret"))
        }
        if method.hasSecret, !fields.isGiven {
            findings.error(
                .missingKey, "\(owner) needs 'secret' or 'secret_file' for \(method.rawValue)", at: place,
                hint: Self.secretHint)
        }
        guard let secret = found?.secret else { return .none }
        return switch method {
        case .none: .none
        case .clientSecretBasic: .secretBasic(secret)
        case .clientSecretPost: .secretPost(secret)
        }
    }
}
