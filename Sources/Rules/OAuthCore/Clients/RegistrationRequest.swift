import JSON
import OAuthModel
import WireText

/// What a client sends that registers itself (RFC 7591 §3.1): its metadata, with how it means to authenticate.
struct RegistrationRequest {
    let configuration: CoreConfiguration

    func metadata(_ document: JSONObject) throws(OAuthError) -> ClientMetadata {
        let stated = StatedMetadata(document)
        let methods = try authenticationMethods(stated)
        return try ClientMetadataRules(configuration: configuration)
            .metadata(stated, authenticatedBy: methods)
    }

    /// The one that it names, never replaced by one that it does not: the client would use its own. One that shows no shared secret may list
    /// others of that kind beside it, and then any of them will do (SEP-3149).
    private func authenticationMethods(
        _ document: StatedMetadata
    ) throws(OAuthError) -> [ClientAuthenticationMethod]? {
        guard let value = document["token_endpoint_auth_method"] else { return nil }
        let named = offered(value)
        if let named, named.hasSecret { return [named] }
        let listed = document["token_endpoint_auth_methods_supported"]?.array?.compactMap(offered) ?? []
        var methods = named.map { [$0] } ?? []
        for method in listed where !method.hasSecret && !methods.contains(method) { methods.append(method) }
        guard !methods.isEmpty else {
            throw OAuthError(RegistrationReason.authMethodUnsupported, quoting: value.string)
        }
        return methods
    }

    private func offered(_ name: JSONValue) -> ClientAuthenticationMethod? {
        name.string?.ascii.flatMap(ClientAuthenticationMethod.init).flatMap {
            configuration.authenticationMethods.contains($0) ? $0 : nil
        }
    }
}
