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

extension Decoding {
    func clients(
        _ field: Field?, scopes: [DeclaredScope], resources: [ResourceDraft],
        registration: RegistrationDraft
    ) -> [ClientDraft] {
        var seen: [String: SourceSpan] = [:]
        return (field?.list(ofMappings: true) ?? []).compactMap { entry in
            guard
                var reader = entry.mapping(
                    "a client",
                    such: "{ client_id: my-client, redirect_uris: [\"http://localhost/callback\"] }")
            else { return nil }
            let idField = reader.require("client_id", hint: "such as client_id: my-client")
            let id = idField?.identifier(seen: &seen, called: "client")
            let owner = id.map { "client '\($0)'" } ?? "a client"
            let name = reader.take("name")?.line()?.value
            let redirects = reader.require(
                "redirect_uris",
                hint: "where the browser may be sent with the code, such as [\"http://localhost/callback\"]")
            let methodField = reader.take("token_endpoint_auth_method")
            let secretFields = reader.takeSecret()
            let method =
                methodField?.choice(of: ClientAuthenticationMethod.self)
                ?? (secretFields.isGiven ? .clientSecretBasic : .none)
            let grantsField = reader.take("grant_types")
            let grants = grantsField.map { field in
                distinct(field.list() ?? []) { $0.choice(of: GrantType.self) }
            }
            if let begun = grants?.filter(\.begins), !begun.isEmpty, !begun.contains(where: \.needsRedirect) {
                reader.excuse("redirect_uris")
            }
            let ceiling = reader.take("scopes").map {
                scopeCeiling($0, among: scopes, resources, of: owner)
            }
            let typeField = reader.take("application_type")
            let type = typeField?.choice(of: ApplicationType.self) ?? .native
            let uris = redirects.map { redirectURIs($0, of: type, typeField, registration) } ?? []
            reader.finish()
            let found = secretFields.read(atLeast: 24, for: owner)
            let isMisspelt = reader.isMisspelt(["secret", "secret_file"])
            let authentication =
                isMisspelt
                ? .none
                : authentication(
                    method, found, secretFields, owner, methodField,
                    methodField?.span ?? idField?.span ?? reader.titleSpan)
            guard let id, let idField else { return nil }
            if method == .none, !isMisspelt, let type = grants?.first(where: \.isConfidential) {
                grantsField?.error(
                    .authMethods, "\(owner) is public, and \(type.rawValue) is for clients with a secret",
                    hint: Self.secretHint)
            }
            if ceiling == nil, let type = grants?.first(where: \.isConfidential) {
                let list = YAMLText.list(
                    scopes.filter { $0.isDefault && $0.token != .offlineAccess }.map(\.token.rawValue))
                grantsField?.error(
                    .missingKey,
                    "\(owner) needs 'scopes': with \(type.rawValue) it is given these, and no others",
                    remedy: reader.add("scopes", list))
            }
            if methodField == nil, !secretFields.isGiven, !isMisspelt {
                idField.warning(
                    .publicClient,
                    "\(owner) is public: it has no secret, and nothing says that it needs none",
                    remedy: reader.add("token_endpoint_auth_method", "none").or(
                        "name a file under 'secret_file'"))
            }
            return ClientDraft(
                declaration: PreRegisteredClient(
                    id: ClientID(rawValue: id), name: name ?? id, redirectURIs: uris,
                    authentication: authentication,
                    grantTypes: grants ?? GrantType.standing,
                    scopeCeiling: ceiling.flatMap { $0.isEmpty ? nil : Scope($0) },
                    applicationType: type),
                idSpan: idField.span, methodSpan: methodField?.span ?? idField.span,
                grantsField: grantsField,
                grants: { [reader] grants in
                    let list = YAMLText.list(grants.map(\.rawValue))
                    return grantsField?.writeYAML(list) ?? reader.add("grant_types", list)
                },
                secret: found)
        }
    }

    private func scopeCeiling(
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
