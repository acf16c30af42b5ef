import YAML

/// A client with the places that later checks point at.
struct ClientDraft {
    let declaration: ClientDeclaration
    let idSpan: SourceSpan
    let methodSpan: SourceSpan
    let secret: FoundSecret?
}

extension Decoding {
    func clients(_ field: Field?, scopes: [ScopeDeclaration], registration: RegistrationSettings)
        -> [ClientDraft]
    {
        var seen: [String: SourceSpan] = [:]
        return (field?.list() ?? []).compactMap { entry in
            guard var reader = entry.mapping("a client") else { return nil }
            let idField = reader.require("client_id")
            let id = idField?.identifier(seen: &seen, called: "client")
            let owner = id.map { "client '\($0)'" } ?? "a client"
            let name = reader.take("name")?.line()?.value
            let redirects = reader.require(
                "redirect_uris", hint: "where the browser may be sent with the code")
            let uris = redirects.map { redirectURIs($0, registration) } ?? []
            let methodField = reader.take("token_endpoint_auth_method")
            let secretFields = reader.takeSecret()
            let method = methodField?.choice(of: ClientAuthenticationName.self)
            let grants = reader.take("grant_types").map { field in
                distinct(field.list() ?? []) { $0.choice(of: GrantTypeName.self) }
            }
            let ceiling = reader.take("scopes").map { scopeNames($0, among: scopes) }
            let type = reader.take("application_type")?.choice(of: ApplicationTypeName.self)
            reader.finish()
            let found = secretFields.read(atLeast: 24, for: owner)
            let authentication = authentication(
                method ?? (secretFields.isGiven ? .clientSecretBasic : .none), found, secretFields, owner,
                methodField?.span ?? idField?.span ?? reader.titleSpan)
            guard let id, let idField else { return nil }
            return ClientDraft(
                declaration: ClientDeclaration(
                    id: id, name: name ?? id, redirectURIs: uris, authentication: authentication,
                    grantTypes: grants ?? GrantTypeName.allCases,
                    scopeCeiling: ceiling.flatMap { $0.isEmpty ? nil : $0 },
                    applicationType: type ?? .native),
                idSpan: idField.span, methodSpan: methodField?.span ?? idField.span, secret: found)
        }
    }

    private func authentication(
        _ method: ClientAuthenticationName, _ found: FoundSecret?, _ fields: SecretFields, _ owner: String,
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

    private func redirectURIs(_ field: Field, _ registration: RegistrationSettings) -> [String] {
        guard let entries = field.list() else { return [] }
        if entries.isEmpty {
            field.error(
                .redirectURI, "'redirect_uris' is empty", hint: "a client without one can't be sent back to")
        }
        return distinct(entries) { entry in
            guard let text = entry.text() else { return nil }
            guard let flaw = RedirectURIFlaw.of(text.value, registration) else { return text.value }
            entry.error(.redirectURI, "\(text.shown) \(flaw.message)", hint: flaw.hint)
            return nil
        }
    }
}

/// Why a redirect URI is refused (RFC 8252 §7, RFC 9700 §2.1).
struct RedirectURIFlaw {
    let message: String
    let hint: String

    static func of(_ text: String, _ registration: RegistrationSettings) -> RedirectURIFlaw? {
        if text.contains("*") {
            return RedirectURIFlaw(
                message: "has a wildcard", hint: "redirect URIs compare exactly; list each one")
        }
        guard let parts = URIParts(text) else {
            return RedirectURIFlaw(
                message: "is no absolute URI",
                hint: "write scheme, host and path: https://app.example/callback")
        }
        if parts.fragment != nil {
            return RedirectURIFlaw(message: "has a fragment", hint: "remove the # and what follows it")
        }
        if parts.userInfo != nil {
            return RedirectURIFlaw(message: "has a user name in it", hint: "remove what stands before the @")
        }
        switch parts.scheme {
        case "https" where parts.host != nil: return nil
        case "http" where parts.host != nil:
            return parts.isLoopback
                ? nil
                : RedirectURIFlaw(
                    message: "is plain http on another machine", hint: "use https, or a loopback host")
        case "http", "https":
            return RedirectURIFlaw(message: "has no host", hint: "write \(parts.scheme)://host/path")
        case let scheme where dangerousSchemes.contains(scheme):
            return RedirectURIFlaw(
                message: "would not lead to a program", hint: "use https, or a scheme of your own")
        case let scheme where registration.schemes.contains(scheme): return nil
        case let scheme where registration.allowsReverseDomainSchemes && scheme.contains("."): return nil
        case let scheme:
            return RedirectURIFlaw(
                message: "has a scheme that is not allowed",
                hint: "add '\(scheme)' to 'schemes' under 'registration'")
        }
    }
}
