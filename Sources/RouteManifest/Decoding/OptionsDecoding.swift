import OAuthModel
import YAML

extension Decoding {
    /// `with`, by the options that the handler has.
    func options(_ field: Field?, _ handler: HandlerName?) -> (HandlerOptions, fields: [String: Field]) {
        guard let handler else { return (.none, [:]) }
        switch handler {
        case .metadata: return (.metadata(metadataOptions(field)), [:])
        case .token:
            let (options, fields) = tokenOptions(field)
            return (.token(options), fields)
        case .authorize:
            let (options, fields) = authorizeOptions(field)
            return (.authorize(options), fields)
        case .register, .introspect, .revoke, .fakeAuthorize, .fakeCallback, .fakeLogout, .health:
            if let field {
                field.error(
                    .uselessKey, "\(handler.rawValue) has no options", remedy: field.remove(called: "with"),
                    at: field.keySpan)
            }
            return (.none, [:])
        }
    }

    private func metadataOptions(_ field: Field?) -> MetadataOptions {
        var reader =
            field?.mapping(such: "{ service_documentation: https://example.com/docs }")
            ?? .absent("'with'", self)
        let documentation = reader.take("service_documentation")?.convert(
            to: "an http or https URL", such: "https://example.com/docs", webPage)
        reader.finish()
        return MetadataOptions(serviceDocumentation: documentation)
    }

    private func authorizeOptions(_ field: Field?) -> (AuthorizeOptions, fields: [String: Field]) {
        var reader = field?.mapping(such: "{ iss_parameter: false }") ?? .absent("'with'", self)
        let issField = reader.take("iss_parameter")
        reader.finish()
        return (
            AuthorizeOptions(issParameter: issField?.boolean() ?? true),
            ["iss_parameter": issField].compactMapValues { $0 }
        )
    }

    private func webPage(_ text: String) -> String? {
        URIParts(text)?.isWebAddress == true ? text : nil
    }

    private func tokenOptions(_ field: Field?) -> (TokenOptions, fields: [String: Field]) {
        var reader = field?.mapping(such: "{ auth_methods: [none] }") ?? .absent("'with'", self)
        let grantField = reader.take("grant_types")
        let methodField = reader.take("auth_methods")
        reader.finish()
        let grants = choices(grantField, of: GrantType.self)
        let methods = choices(methodField, of: ClientAuthenticationMethod.self)
        return (
            TokenOptions(grantTypes: grants, authMethods: methods),
            ["grant_types": grantField, "auth_methods": methodField].compactMapValues { $0 }
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
                remedy: field.writeYAML(YAMLText.list(Choice.allCases.map(\.rawValue))).or("remove it"))
        }
        return distinct(entries) { $0.choice(of: Choice.self) }
    }
}
