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
            // Older programs know no list, and that there is a choice by this.
            "named_method": .bool(metadata.authenticationMethods.count < 2),
            "methods": .strings(metadata.authenticationMethods.map(\.rawValue)),
            "secret": secret.map { .string(Base64URL.encode($0.bytes)) },
        ])
    }

    init?(json: JSONValue) {
        guard let members = json["metadata"]?.object, let uris = members["redirect_uris"]?.strings,
            let grantTypes = members["grant_types"]?.strings?.compactMap({ $0.ascii.flatMap(GrantType.init) }
            ),
            let methods = Self.methods(json), !methods.isEmpty
        else { return nil }
        metadata = ClientMetadata(
            redirectURIs: uris.compactMap { RedirectURI($0) }, authenticationMethods: methods,
            grantTypes: grantTypes,
            applicationType: members["application_type"]?.string?.ascii.flatMap(ApplicationType.init),
            name: members["client_name"]?.string, scope: members["scope"]?.scope,
            keys: members["jwks"]?.object.map { .inline($0) } ?? members["jwks_uri"]?.string.map { .at($0) },
            descriptive: members.members.filter { ClientMetadataRules.descriptiveMembers.contains($0.name) })
        secret = json["secret"]?.string?.ascii.flatMap { Base64URL.decode($0) }.map(SecretDigest.init)
    }

    private static func methods(_ json: JSONValue) -> [ClientAuthenticationMethod]? {
        if let texts = json["methods"]?.strings {
            return texts.compactMap { $0.ascii.flatMap(ClientAuthenticationMethod.init) }
        }
        // Of a program that knew no list.
        guard let named = json["named_method"]?.bool,
            let method = json["metadata"]?["token_endpoint_auth_method"]?.string?.ascii.flatMap(
                ClientAuthenticationMethod.init)
        else { return nil }
        return named ? [method] : [.clientSecretBasic, .clientSecretPost]
    }
}
