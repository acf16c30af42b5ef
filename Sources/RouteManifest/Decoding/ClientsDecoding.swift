import OAuthModel
import YAML

/// A client with the places that later checks point at.
struct ClientDraft {
    let declaration: ClientDeclaration
    let idSpan: SourceSpan
    let methodSpan: SourceSpan
    let secret: FoundSecret?
}

extension Decoding {
    func clients(
        _ field: Field?, scopes: [ScopeDeclaration], resources: [ResourceDeclaration],
        redirectURIs rule: RedirectURIRule
    ) -> [ClientDraft] {
        var seen: [String: SourceSpan] = [:]
        return (field?.list() ?? []).compactMap { entry in
            guard var reader = entry.mapping("a client") else { return nil }
            let idField = reader.require("client_id")
            let id = idField?.identifier(seen: &seen, called: "client")
            let owner = id.map { "client '\($0)'" } ?? "a client"
            let name = reader.take("name")?.line()?.value
            let redirects = reader.require(
                "redirect_uris", hint: "where the browser may be sent with the code")
            let methodField = reader.take("token_endpoint_auth_method")
            let secretFields = reader.takeSecret()
            let method = methodField?.choice(of: ClientAuthenticationMethod.self)
            let grants = reader.take("grant_types").map { field in
                distinct(field.list() ?? []) { $0.choice(of: GrantType.self) }
            }
            let ceiling = reader.take("scopes").map {
                scopeCeiling($0, among: scopes, resources, of: owner)
            }
            let type = reader.take("application_type")?.choice(of: ApplicationType.self) ?? .native
            let uris = redirects.map { redirectURIs($0, rule, of: type) } ?? []
            reader.finish()
            let found = secretFields.read(atLeast: 24, for: owner)
            let authentication = authentication(
                method ?? (secretFields.isGiven ? .clientSecretBasic : .none), found, secretFields, owner,
                methodField?.span ?? idField?.span ?? reader.titleSpan)
            guard let id, let idField else { return nil }
            return ClientDraft(
                declaration: ClientDeclaration(
                    id: id, name: name ?? id, redirectURIs: uris, authentication: authentication,
                    grantTypes: grants ?? GrantType.allCases,
                    scopeCeiling: ceiling.flatMap { $0.isEmpty ? nil : $0 },
                    applicationType: type),
                idSpan: idField.span, methodSpan: methodField?.span ?? idField.span, secret: found)
        }
    }

    private func scopeCeiling(
        _ field: Field, among scopes: [ScopeDeclaration], _ resources: [ResourceDeclaration],
        of owner: String
    ) -> [ScopeName] {
        let names = scopeNames(field, among: scopes) { scope, entry in
            guard let hint = hintWhereUnlisted(scope, at: resources) else { return }
            entry.warning(
                .unlistedScope, "\(owner) is never granted \(quoted(scope.text)): no resource lists it",
                hint: hint)
        }
        if !names.isEmpty, Scope(names.map(\.token)).opensNothing {
            field.error(
                .noScopes, "\(owner) could be granted nothing that opens anything",
                hint:
                    "offline_access opens nothing by itself: add a scope, or remove 'scopes' for all of them")
        }
        return names
    }

    private func authentication(
        _ method: ClientAuthenticationMethod, _ found: FoundSecret?, _ fields: SecretFields, _ owner: String,
        _ place: SourceSpan
    ) -> ClientDeclaration.Authentication {
        if method == .none, fields.isGiven {
            findings.error(
                .conflictingKeys, "\(owner) has a secret, but its method 'none' never shows it",
                at: fields.span,
                hint: "remove the secret, or use client_secret_basic")
        }
        if method != .none, !fields.isGiven {
            findings.error(
                .missingKey, "\(owner) needs 'secret' or 'secret_file' for \(method.rawValue)", at: place,
                hint: "make one with: openssl rand -base64 32")
        }
        guard let secret = found?.secret else { return .none }
        return switch method {
        case .none: .none
        case .clientSecretBasic: .secretBasic(secret)
        case .clientSecretPost: .secretPost(secret)
        }
    }
}
