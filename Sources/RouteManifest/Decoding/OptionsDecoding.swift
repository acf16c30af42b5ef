import OAuthModel
import YAML

extension Decoding {
    /// `with`, by the options that the handler has.
    func options(_ field: Field?, _ handler: HandlerName?) -> (HandlerOptions, spans: [String: SourceSpan]) {
        guard let handler else { return (.none, [:]) }
        switch handler {
        case .metadata: return (.metadata(metadataOptions(field)), [:])
        case .token:
            let (options, spans) = tokenOptions(field)
            return (.token(options), spans)
        case .authorize:
            let (options, spans) = authorizeOptions(field)
            return (.authorize(options), spans)
        case .register, .introspect, .revoke, .fakeAuthorize, .fakeCallback, .fakeLogout, .health:
            if let field {
                field.error(
                    .uselessKey, "\(handler.rawValue) has no options", hint: "remove with", at: field.keySpan)
            }
            return (.none, [:])
        }
    }

    private func metadataOptions(_ field: Field?) -> MetadataOptions {
        var reader = field?.mapping() ?? .absent("'with'", self)
        let documentation = reader.take("service_documentation")?.convert(to: "an http or https URL", webPage)
        reader.finish()
        return MetadataOptions(serviceDocumentation: documentation)
    }

    private func authorizeOptions(_ field: Field?) -> (AuthorizeOptions, spans: [String: SourceSpan]) {
        var reader = field?.mapping() ?? .absent("'with'", self)
        let issField = reader.take("iss_parameter")
        reader.finish()
        return (
            AuthorizeOptions(issParameter: issField?.boolean() ?? true),
            ["iss_parameter": issField?.span].compactMapValues { $0 }
        )
    }

    private func webPage(_ text: String) -> String? {
        URIParts(text)?.isWebAddress == true ? text : nil
    }

    private func tokenOptions(_ field: Field?) -> (TokenOptions, spans: [String: SourceSpan]) {
        var reader = field?.mapping() ?? .absent("'with'", self)
        let grantField = reader.take("grant_types")
        let methodField = reader.take("auth_methods")
        reader.finish()
        let grants = choices(grantField, of: GrantType.self)
        let methods = choices(methodField, of: ClientAuthenticationMethod.self)
        return (
            TokenOptions(grantTypes: grants, authMethods: methods),
            ["grant_types": grantField?.span, "auth_methods": methodField?.span].compactMapValues { $0 }
        )
    }

    /// All words of the set where the field is not given; at least one where it is.
    private func choices<Choice: RawRepresentable & CaseIterable & Hashable>(
        _ field: Field?, of type: Choice.Type
    ) -> [Choice]
    where Choice.RawValue == String {
        guard let field, let entries = field.list() else { return Array(Choice.allCases) }
        if entries.isEmpty {
            field.error(
                .invalidValue, "\(field.label) is empty: the route could do nothing",
                hint: "remove it for all of them")
        }
        return distinct(entries) { $0.choice(of: Choice.self) }
    }
}
