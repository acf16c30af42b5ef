import Diagnostics
import OAuthModel
import StrictYAML

/// An entry of `clients`.
struct ClientEntry {
    fileprivate var id: String?
    fileprivate var name: String?
    fileprivate var redirects: [RedirectURI] = []
    fileprivate var method: ClientAuthenticationMethod?
    fileprivate var secret = SecretFields(key: .secret)
    fileprivate var keys = KeyFields()
    fileprivate var grants: [GrantType]?
    fileprivate var ceiling: [ScopeToken]?
    fileprivate var type = ApplicationType.native

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
            "client_id", .identifier(.credential, called: "client"), \.id, example: "my-client",
            "The name under which it asks."
        ).required("such as client_id: my-client")
        Key(
            "name", .line(), \.name, example: "My client", standing: "its id",
            "How the consent page calls it.")
        Key(
            "redirect_uris", .redirectURIs, \.redirects, example: "[\"http://localhost/callback\"]",
            """
            Where the browser may be sent with the code. They compare exactly; on this machine any port is right \
            (RFC 8252 §7.3). A client that acts for itself alone has none.
            """
        ).required(
            "where the browser may be sent with the code, such as [\"http://localhost/callback\"]",
            unless: \.needsNoRedirect
        ).then { client, reader in client.checkWebCanOpen(reader) }
        Key(
            "token_endpoint_auth_method", .choice(), \.method, example: "client_secret_basic",
            standing: "client_secret_basic with a secret, private_key_jwt with keys, else none",
            "How it says who it is; none: without a secret, as a program on a person's machine.")
        Key.secret(.secret, \.secret, "What it proves itself by, 24 bytes at least.")
        Key.clientKeys(\.keys)
        Key(
            "grant_types", .list(.choice()), \.grants, example: "[authorization_code, refresh_token]",
            standing: YAMLText.list(GrantType.standing.map(\.rawValue)),
            """
            What it may do. client_credentials: it acts for itself, without a person; it needs a secret or keys, and `scopes`, and must not \
            share a name with a person.
            """)
        Key(
            "scopes", .list(.declaredScope), \.ceiling, example: "[mcp]", standing: "every scope",
            "What it is given by default, and the most that it can be given."
        ).then { client, reader in client.checkCeiling(reader) }
        Key(
            "application_type", .choice(), \.type, example: "web",
            "Whether it is a program on a person's machine or a web server, which has no private-use scheme."
        ).first()
    }
}

extension ClientEntry {
    /// What the keys mean together.
    func declared(_ reader: MappingReader) -> Declared<PreRegisteredClient>? {
        let found = secret.proof(atLeast: 24, for: owner)
        let foundKeys = keys.read(for: owner)
        let isMisspelt = reader.isMisspelt(["secret", "secret_file"] + KeyFields.names)
        if !isMisspelt {
            checkMethodSuitsSecret(reader)
            checkMethodSuitsKeys(reader)
        }
        guard let id, let idField = reader.field("client_id") else { return nil }
        if !isMisspelt { checkIsPublicOnPurpose(idField, reader) }
        checkSuitsConfidentialGrants(isMisspelt, reader)
        return Declared(
            declaration: PreRegisteredClient(
                id: ClientID(rawValue: id), name: name ?? id, redirectURIs: redirects,
                authentication: isMisspelt ? .none : authentication(by: found, foundKeys),
                grantTypes: grants ?? GrantType.standing,
                scopeCeiling: ceiling.flatMap { $0.isEmpty ? nil : Scope($0) }, applicationType: type),
            reader: reader)
    }

    private var standingMethod: ClientAuthenticationMethod {
        method ?? (secret.isGiven ? .clientSecretBasic : keys.isGiven ? .privateKeyJWT : .none)
    }

    private func authentication(by secret: SecretText?, _ keys: ClientKeys?) -> ClientAuthentication {
        switch standingMethod {
        case .none: .none
        case .clientSecretBasic: secret.map(ClientAuthentication.secretBasic) ?? .none
        case .clientSecretPost: secret.map(ClientAuthentication.secretPost) ?? .none
        case .privateKeyJWT: keys.map(ClientAuthentication.privateKeyJWT) ?? .none
        }
    }

    private func checkMethodSuitsKeys(_ reader: MappingReader) {
        let (method, findings) = (standingMethod, reader.decoding.findings)
        if !method.hasKey, let span = keys.span {
            findings.error(
                .conflictingKeys,
                "\(owner) has keys, but its method '\(method.rawValue)' never uses them", at: span,
                remedy: reader.field("token_endpoint_auth_method")?.replaceEntry(
                    "token_endpoint_auth_method: private_key_jwt"
                ).or("remove them"))
        }
        if method.hasKey, !keys.isGiven {
            findings.error(
                .missingKey, "\(owner) needs its public keys for \(method.rawValue)",
                at: reader.span(of: "token_endpoint_auth_method", "client_id"),
                hint: "'jwks_uri' where it serves them, or 'jwks_file' with a file that has them")
        }
    }

    private func checkMethodSuitsSecret(_ reader: MappingReader) {
        let (method, findings) = (standingMethod, reader.decoding.findings)
        if !method.hasSecret, secret.isGiven {
            findings.error(
                .conflictingKeys,
                "\(owner) has a secret, but its method '\(method.rawValue)' never shows it",
                at: secret.span,
                remedy: reader.field("token_endpoint_auth_method")?.replaceEntry(
                    "token_endpoint_auth_method: client_secret_basic"
                ).or("remove the secret"))
        }
        if method.hasSecret, !secret.isGiven {
            findings.error(
                .missingKey, "\(owner) needs 'secret' or 'secret_file' for \(method.rawValue)",
                at: reader.span(of: "token_endpoint_auth_method", "client_id"), hint: Decoding.secretHint)
        }
    }

    private func checkIsPublicOnPurpose(_ place: Field, _ reader: MappingReader) {
        guard !secret.isGiven, !keys.isGiven, reader.field("token_endpoint_auth_method") == nil else {
            return
        }
        place.warning(
            .publicClient, "\(owner) is public: it has no secret, and nothing says that it needs none",
            remedy: reader.add("token_endpoint_auth_method", "none").or("name a file under 'secret_file'"))
    }

    private func checkSuitsConfidentialGrants(_ isSecretMisspelt: Bool, _ reader: MappingReader) {
        guard let grant = grants?.first(where: \.isConfidential)?.rawValue,
            let place = reader.field("grant_types")
        else { return }
        if standingMethod == .none, !isSecretMisspelt {
            place.error(
                .authMethods, "\(owner) is public, and \(grant) is for clients with a secret or a key",
                hint: Decoding.secretHint)
        }
        if reader.field("scopes") == nil {
            let scopes = reader.decoding[ScopeFacts.self].declared.map(\.declaration)
                .filter { $0.isDefault && $0.token != .offlineAccess }
            place.error(
                .missingKey, "\(owner) needs 'scopes': with \(grant) it is given these, and no others",
                remedy: reader.add("scopes", YAMLText.list(scopes.map(\.token.rawValue))).ifMeant())
        }
    }

    /// Only programs have a private-use scheme.
    fileprivate func checkWebCanOpen(_ reader: MappingReader) {
        let rule = reader.decoding[RegistrationFacts.self].rule
        let programs = type == .web ? redirects.filter { (try? rule.check($0.text)) == .privateUse } : []
        for entry in reader.field("redirect_uris")?.entries ?? []
        where programs.contains(where: { $0.text == entry.filled }) {
            entry.error(
                .redirectURI,
                "\(entry.text()?.shown ?? "it") has a private-use scheme, which a web application can't open",
                remedy: reader.field("application_type")?.replaceEntry("application_type: native").or(
                    "use https"))
        }
    }

    /// That each of its scopes is granted somewhere, and that one of them opens something.
    fileprivate func checkCeiling(_ reader: MappingReader) {
        guard let ceiling, !ceiling.isEmpty, let field = reader.field("scopes") else { return }
        for entry in field.entries {
            guard let scope = ceiling.first(where: { $0.rawValue == entry.filled }),
                let remedy = reader.decoding.remedyWhereUnlisted(scope)
            else { continue }
            entry.warning(
                .unlistedScope, "\(owner) is never granted \(quoted(scope.rawValue)): no resource lists it",
                remedy: remedy)
        }
        if Scope(ceiling).opensNothing {
            field.error(
                .noScopes, "\(owner) could be granted nothing that opens anything",
                remedy: field.remove(called: "scopes").or("add one to it").because(
                    "offline_access opens nothing by itself"))
        }
    }
}
