import JSON
import OAuthModel
import WireText

/// What a client sends that registers itself (RFC 7591 §3.1): its metadata, with at most one method of authentication.
struct RegistrationRequest {
    let configuration: CoreConfiguration

    func metadata(_ document: JSONObject) throws(OAuthError) -> ClientMetadata {
        let stated = StatedMetadata(document)
        let method = try authenticationMethod(stated)
        return try ClientMetadataRules(configuration: configuration)
            .metadata(stated, authenticatedBy: method.map { [$0] })
    }

    /// Never replaced by another one: the client would use the one that it named.
    private func authenticationMethod(
        _ document: StatedMetadata
    ) throws(OAuthError) -> ClientAuthenticationMethod? {
        guard let value = document["token_endpoint_auth_method"] else { return nil }
        guard let method = value.string?.ascii.flatMap(ClientAuthenticationMethod.init),
            configuration.authenticationMethods.contains(method)
        else {
            throw OAuthError(RegistrationReason.authMethodUnsupported, quoting: value.string)
        }
        return method
    }
}
