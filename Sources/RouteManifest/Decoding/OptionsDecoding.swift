import OAuthModel
import YAML

extension Decoding {
    func tokenOptions(_ reader: inout MappingReader) -> TokenOptions {
        TokenOptions(
            grantTypes: choices(reader.take("grant_types"), of: GrantType.self),
            authMethods: choices(reader.take("auth_methods"), of: ClientAuthenticationMethod.self))
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
