import JSON
import OAuthModel
import Storage
import WireText

/// A registered client as it is kept: its metadata, and its secret as a digest.
struct ClientRecord: SealableRecord {
    static let kind = SealedKind.client

    let metadata: ClientMetadata
    let secret: SecretDigest?

    init(metadata: ClientMetadata, secret: SecretDigest?) {
        self.metadata = metadata
        self.secret = secret
    }

    var json: JSONObject {
        JSONObject([
            "metadata": .object(metadata.json),
            "named_method": .bool(metadata.namedAuthenticationMethod),
            "secret": secret.map { .string(Base64URL.encode($0.bytes)) },
        ])
    }

    init?(json: JSONValue) {
        guard let members = json["metadata"]?.object, let uris = members["redirect_uris"]?.strings,
            let method = members["token_endpoint_auth_method"]?.string?.ascii.flatMap(
                ClientAuthenticationMethod.init),
            let grantTypes = members["grant_types"]?.strings?.compactMap({ $0.ascii.flatMap(GrantType.init) }
            ),
            let named = json["named_method"]?.bool
        else { return nil }
        metadata = ClientMetadata(
            redirectURIs: uris.compactMap { RedirectURI($0) }, authenticationMethod: method,
            namedAuthenticationMethod: named,
            grantTypes: grantTypes,
            applicationType: members["application_type"]?.string?.ascii.flatMap(ApplicationType.init),
            name: members["client_name"]?.string, scope: members["scope"]?.scope,
            descriptive: members.members.filter { ClientMetadataRules.descriptiveMembers.contains($0.name) })
        secret = json["secret"]?.string?.ascii.flatMap { Base64URL.decode($0) }.map(SecretDigest.init)
    }
}
